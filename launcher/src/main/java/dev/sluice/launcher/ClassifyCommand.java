package dev.sluice.launcher;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.enrichers.remote.RemoteCalls;
import dev.sluice.launcher.services.TenantModels;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.StageTimes;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.Secrets;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.join.Understood;
import dev.sluice.topology.repeats.Counted;
import dev.sluice.topology.score.Desk;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./sluice classify`: what the models and the tenant's rules make of a text, and why.
@Command(
    name = "classify",
    description = {
      "Shows what a tenant's models and rules make of a text: sentiment, category, priority, inbox.",
      "Nothing is stored, and no inbox sees it."
    })
final class ClassifyCommand implements Callable<Integer> {

  @Mixin private final TenantOption whose = new TenantOption();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "TEXT", description = "What a customer might write.")
  private String text = "";

  @Option(
      names = "--channel",
      paramLabel = "C",
      defaultValue = "whatsapp",
      description = "whatsapp, messenger or instagram; ${DEFAULT-VALUE} unless set.")
  private String channel = "";

  @Option(
      names = "--customer",
      paramLabel = "ID",
      defaultValue = "nobody",
      description = "As the channel names the customer, to try a tier.")
  private String customer = "";

  @Option(names = "--json", description = "Prints JSON instead.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Tenant tenant = whose.find(System.getenv());
    try (TenantModels models = TenantModels.open(Secrets.ofThisProcess(), RemoteCalls.NONE)) {
      print(item(tenant, models.sentiment(), models.category()));
    }
    return 0;
  }

  private InboxItem item(Tenant tenant, SentimentModel sentiment, CategoryModel category)
      throws Exception {
    Instant now = Instant.now();
    InboundMessage message =
        new InboundMessage(
            tenant.id(),
            Channel.fromWireName(channel),
            "",
            "",
            new Address(customer),
            null,
            now,
            now,
            new Content.Text(text));
    Understood understood =
        new Understood(
            message,
            sentiment.read(tenant, text),
            category.read(tenant, text),
            new StageTimes(0, 0, 0, 0, 0));
    Desk desk = new Desk(Tenants.of(tenant));
    return desk.route(desk.score(new Counted(understood, 0)));
  }

  private void print(InboxItem item) throws Exception {
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    if (json) {
      ObjectNode tree = Json.mapper().valueToTree(item);
      out.println(
          Json.mapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(tree.retain("sentiment", "category", "priority", "inbox")));
    } else {
      out.print(Classified.text(item));
    }
    out.flush();
  }
}
