package dev.sluice.launcher;

import dev.sluice.dispatcher.DispatcherSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `./sluice dispatcher`.
@Command(
    name = "dispatcher",
    description = "Sends campaigns and replies to each tenant's provider.",
    footer = SingleService.FOOTER)
final class DispatcherCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    return SingleService.run(
        System.getenv(), host -> host.startDispatcher(DispatcherSettings.DEFAULT));
  }
}
