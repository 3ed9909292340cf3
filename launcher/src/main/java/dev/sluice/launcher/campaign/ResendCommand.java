package dev.sluice.launcher.campaign;

import static java.util.Objects.requireNonNull;

import dev.sluice.dispatcher.books.BooksReader;
import dev.sluice.launcher.ClusterOption;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.OptOuts;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./sluice campaign resend-failed`.
@Command(
    name = "resend-failed",
    description = {
      "Sends the failed messages of a campaign again, as a campaign of their own.",
      "What an earlier repetition has delivered is not sent again."
    })
final class ResendCommand implements Callable<Integer> {

  @Mixin private final ClusterOption cluster = new ClusterOption();
  @Mixin private final CampaignOption target = new CampaignOption();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--unknown",
      description = {
        "Also those of which nobody knows whether they were sent.",
        "Some people may get the message twice."
      })
  private boolean unknownToo;

  @Override
  public Integer call() throws Exception {
    TenantId tenant = target.tenant();
    CampaignId id = target.campaign();
    Map<String, Object> connection = cluster.reach(System.getenv()).client();
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    StartCommand.sender(connection, tenant);
    try (OptOuts optOuts = OptOuts.follow(connection);
        BooksReader books = BooksReader.open(connection)) {
      new Resend(connection, books, optOuts, tenant, unknownToo).run(id, out);
    }
    return 0;
  }
}
