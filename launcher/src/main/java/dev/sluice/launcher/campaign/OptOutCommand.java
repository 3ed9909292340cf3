package dev.sluice.launcher.campaign;

import static java.util.Objects.requireNonNull;

import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.ClusterOption;
import dev.sluice.launcher.campaign.AudienceRow.Bad;
import dev.sluice.launcher.campaign.AudienceRow.Recipient;
import dev.sluice.launcher.campaign.AudienceRow.Repeated;
import dev.sluice.launcher.campaign.PhoneNumbers.Reading;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.OptOut;
import dev.sluice.schemas.TenantId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./sluice opt-out`: who is not to be written to by a tenant's campaigns.
@Command(
    name = "opt-out",
    description = "Keeps the list of people a tenant's campaigns leave out.",
    subcommands = {
      OptOutCommand.Add.class,
      OptOutCommand.Remove.class,
      OptOutCommand.Listing.class
    })
public final class OptOutCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        requireNonNull(spec).commandLine(), "opt-out what? add, remove or list");
  }

  /// Whom a command is about.
  static final class People {

    @Mixin private final ClusterOption cluster = new ClusterOption();

    @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose list.")
    private String tenant = "";

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "CSV in UTF-8 with a header line and a column 'phone'.")
    private @Nullable Path file;

    @Parameters(
        arity = "0..*",
        paramLabel = "NUMBER",
        description = "Phone numbers in international form.")
    private List<String> numbers = List.of();

    TenantId tenant() {
      return new TenantId(tenant);
    }

    OptOutList reach() throws InterruptedException {
      return OptOutList.open(tenant(), cluster.reach(System.getenv()).client());
    }

    /// @throws CannotStart when a number or a line is none, naming its place only
    List<Address> addresses() throws InterruptedException {
      List<Address> addresses = new ArrayList<>();
      for (int i = 0; i < numbers.size(); i++) {
        switch (PhoneNumbers.read(numbers.get(i))) {
          case Reading.Valid valid -> addresses.add(valid.address());
          case Reading.Invalid(String problem) ->
              throw new CannotStart("number %d %s".formatted(i + 1, problem));
        }
      }
      if (file != null) {
        Audience audience = new Audience(file, List.of(), RecipientZones.unasked());
        audience.read(new StopRequest(), row -> take(audience.name(), row, addresses));
      }
      if (addresses.isEmpty()) {
        throw new CannotStart("whom? Name phone numbers, or a --file of them");
      }
      return addresses;
    }

    private static void take(String name, AudienceRow row, List<Address> addresses) {
      switch (row) {
        case Recipient recipient -> addresses.add(recipient.address());
        case Repeated _ -> {} // once is enough
        case Bad(long line, String problem) ->
            throw new CannotStart("%s:%d: %s; nothing was changed".formatted(name, line, problem));
      }
    }
  }

  /// `./sluice opt-out add`.
  @Command(
      name = "add",
      description = {
        "Campaigns of the tenant write to these people no more.",
        "That holds for campaigns under way, too. Replies to them still go out."
      })
  static final class Add implements Callable<Integer> {

    @Mixin private final People people = new People();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--reason", paramLabel = "WORDS", description = "Where they said so.")
    private @Nullable String reason;

    @Override
    public Integer call() throws Exception {
      List<Address> addresses = people.addresses();
      try (OptOutList list = people.reach()) {
        list.add(addresses, reason, Instant.now());
      }
      out(spec).printf("opted out: %s%n", Words.count(addresses.size(), "number"));
      return 0;
    }
  }

  /// `./sluice opt-out remove`.
  @Command(name = "remove", description = "Campaigns may write to these people again.")
  static final class Remove implements Callable<Integer> {

    @Mixin private final People people = new People();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      List<Address> addresses = people.addresses();
      try (OptOutList list = people.reach()) {
        list.remove(addresses);
      }
      out(spec).printf("opted out no more: %s%n", Words.count(addresses.size(), "number"));
      return 0;
    }
  }

  /// `./sluice opt-out list`.
  @Command(
      name = "list",
      description = "Prints the numbers on the list, since when, and why. Personal data.")
  static final class Listing implements Callable<Integer> {

    @Mixin private final ClusterOption cluster = new ClusterOption();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose list.")
    private String tenant = "";

    @Override
    public Integer call() throws Exception {
      TenantId whose = new TenantId(tenant);
      PrintWriter out = out(spec);
      try (OptOutList list = OptOutList.open(whose, cluster.reach(System.getenv()).client())) {
        for (OptOut optOut : list.all()) {
          out.printf(
              "%s%-16s %s  %s%n",
              PhoneNumbers.PLUS,
              optOut.recipient().value(),
              optOut.since(),
              optOut.reason() == null ? "" : optOut.reason());
        }
      }
      return 0;
    }
  }

  private static PrintWriter out(@Nullable CommandSpec spec) {
    return requireNonNull(spec).commandLine().getOut();
  }
}
