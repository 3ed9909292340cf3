package dev.sluice.launcher.campaign;

import static java.util.Objects.requireNonNull;

import dev.sluice.dispatcher.books.BooksReader;
import dev.sluice.dispatcher.books.CampaignCount;
import dev.sluice.launcher.ClusterOption;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./sluice campaign status`.
@Command(
    name = "status",
    description = "Shows how far campaigns are, and what became of their messages.")
final class StatusCommand implements Callable<Integer> {

  private static final Duration REDRAW = Duration.ofSeconds(1);

  /// ANSI: to the beginning of a line some lines up, then away with everything from there on.
  private static final String ESCAPE = "\u001b[";

  private static final String LINES_UP = "F";
  private static final String CLEAR = ESCAPE + "J";

  @Mixin private final ClusterOption cluster = new ClusterOption();
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--tenant", paramLabel = "T", description = "Whose; all tenants' unless set.")
  private @Nullable String tenant;

  @Option(
      names = "--campaign",
      paramLabel = "C",
      description = "Only this one; those of the last week and all open ones unless set.")
  private @Nullable String campaign;

  @Option(names = "--watch", description = "Show it again every second until it is done.")
  private boolean watch;

  @Override
  public Integer call() throws Exception {
    if (campaign != null && tenant == null) {
      throw new ParameterException(
          requireNonNull(spec).commandLine(), "--campaign needs --tenant beside it");
    }
    Map<String, Object> connection = cluster.reach(System.getenv()).client();
    @Nullable TenantId whose = tenant == null ? null : new TenantId(tenant);
    @Nullable CampaignId which = campaign == null ? null : new CampaignId(campaign);
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    List<BooksReader> readers = new ArrayList<>();
    try {
      List<CampaignCount> counts = new ArrayList<>();
      for (TenantId one : tenants(connection, whose, which)) {
        BooksReader reader = BooksReader.open(connection);
        readers.add(reader);
        counts.addAll(reader.read(one, which));
      }
      if (counts.isEmpty()) {
        out.println("no campaign is open or has ended in the last week");
      } else if (watch) {
        watch(counts, readers, out);
      } else {
        tables(counts).forEach(out::println);
      }
    } finally {
      readers.forEach(BooksReader::close);
    }
    return 0;
  }

  private static List<TenantId> tenants(
      Map<String, Object> connection, @Nullable TenantId whose, @Nullable CampaignId which) {
    try (Campaigns campaigns = Campaigns.open(connection)) {
      if (whose == null) {
        return campaigns.all(null).stream().map(Campaign::tenant).distinct().sorted().toList();
      }
      return which == null ? List.of(whose) : List.of(campaigns.get(whose, which).tenant());
    }
  }

  private static List<String> tables(List<CampaignCount> counts) {
    List<String> lines = new ArrayList<>();
    for (CampaignCount count : counts) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(StatusTable.lines(count));
    }
    return lines;
  }

  private static void watch(List<CampaignCount> first, List<BooksReader> readers, PrintWriter out)
      throws InterruptedException {
    Screen screen = isTerminal() ? new Drawn(out) : new Written(out);
    StopRequest never = new StopRequest();
    List<CampaignCount> counts = first;
    screen.show(counts);
    while (!counts.stream().allMatch(StatusTable::isOver)) {
      never.pause(REDRAW);
      counts = readers.stream().flatMap(reader -> reader.refresh().stream()).toList();
      screen.show(counts);
    }
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /// Where a watched status is shown.
  private sealed interface Screen {
    void show(List<CampaignCount> counts);
  }

  /// The tables, over those of a second ago.
  private static final class Drawn implements Screen {
    private final PrintWriter out;
    private int lines;

    Drawn(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void show(List<CampaignCount> counts) {
      List<String> tables = tables(counts);
      if (lines > 0) {
        out.print(ESCAPE + lines + LINES_UP + CLEAR);
      }
      tables.forEach(out::println);
      out.flush();
      lines = tables.size();
    }
  }

  /// A line for each campaign that has changed, for a log.
  private static final class Written implements Screen {
    private final PrintWriter out;
    private final Map<String, CampaignCount> shown = new HashMap<>();

    Written(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void show(List<CampaignCount> counts) {
      for (CampaignCount count : counts) {
        @Nullable CampaignCount before = shown.put(count.campaign().key(), count);
        if (before == null
            || before.decided() != count.decided()
            || !before.campaign().equals(count.campaign())) {
          out.println(StatusTable.line(count));
        }
      }
      out.flush();
    }
  }
}
