package dev.sluice.launcher;

import dev.sluice.launcher.services.ServiceHost;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `./sluice gateway`.
@Command(
    name = "gateway",
    description = "Accepts webhooks: verifies, stores, acknowledges.",
    footer = SingleService.FOOTER)
final class GatewayCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    return SingleService.run(System.getenv(), ServiceHost::startGateway);
  }
}
