package dev.sluice.launcher;

import dev.sluice.dispatcher.books.BooksUnavailable;
import dev.sluice.embedded.EmbeddedStartException;
import dev.sluice.launcher.campaign.CampaignCommand;
import dev.sluice.launcher.campaign.OptOutCommand;
import dev.sluice.launcher.demo.DemoCommand;
import dev.sluice.launcher.lifecycle.Watchdog;
import dev.sluice.launcher.up.UpCommand;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.TopicProvisioningException;
import dev.sluice.tenants.TenantConflict;
import dev.sluice.tenants.TenantFileError;
import dev.sluice.tenants.TenantsUnavailable;
import java.io.PrintWriter;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The command line `./sluice`.
///
/// Exit status: 0 done, 1 ran and found something wrong, 2 could not start as asked (one sentence
/// on stderr says why), 3 had to be ended while stopping, 130 or 143 stopped by a second signal.
@Command(
    name = "sluice",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    version = "sluice 0.1.0",
    description = "Customer messages for many tenants: nothing lost, nothing twice.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "./sluice bench --help: the comparisons of PERFORMANCE.md."},
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      GatewayCommand.class,
      TopologyCommand.class,
      DispatcherCommand.class,
      InboxCommand.class,
      TenantCommand.class,
      CampaignCommand.class,
      OptOutCommand.class,
      ClassifyCommand.class,
      EvaluateCommand.class,
      RecordCommand.class,
      ReplayCommand.class,
      SimulatorCommand.class
    })
public final class Sluice {

  static final int CANNOT_START = 2;

  private static final int FAILED = 1;

  /// Nothing of ours runs in shutdown hooks, so leaving takes no time of its own.
  private static final Duration LEAVING = Duration.ZERO;

  private Sluice() {}

  /// Runs a command and ends the process with its status.
  public static void main(String... arguments) {
    int status = run(arguments);
    // Not closed: it ends a process whose exit hangs.
    Watchdog unused = Watchdog.arm(LEAVING, () -> Runtime.getRuntime().halt(status));
    System.exit(status);
  }

  /// Runs a command and returns its status.
  static int run(String... arguments) {
    CommandLine line = commandLine();
    return arguments.length == 0 ? usage(line) : line.execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Sluice())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Sluice::refused)
        .setExecutionExceptionHandler(Sluice::failed);
  }

  private static int usage(CommandLine line) {
    line.usage(line.getErr());
    return CANNOT_START;
  }

  private static int refused(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.printf(
        "sluice: %s%nTry '%s --help'.%n", e.getMessage(), line.getCommandSpec().qualifiedName());
    return CANNOT_START;
  }

  private static int failed(Exception e, CommandLine line, ParseResult parsed) {
    if (isOneSentence(e)) {
      LoggerFactory.getLogger(Sluice.class).atDebug().setCause(e).log("not started");
      line.getErr().println("sluice: " + e.getMessage());
      return CANNOT_START;
    }
    LoggerFactory.getLogger(Sluice.class).atError().setCause(e).log("command failed");
    line.getErr().println("sluice: " + line.getCommandName() + " failed: " + e);
    return FAILED;
  }

  /// Errors whose message was written for the person who typed the command.
  private static boolean isOneSentence(Exception e) {
    return e instanceof CannotStart
        || e instanceof InvalidSetting
        || e instanceof EmbeddedStartException
        || e instanceof TenantFileError
        || e instanceof TenantConflict
        || e instanceof TenantsUnavailable
        || e instanceof BooksUnavailable
        || e instanceof TopicProvisioningException;
  }
}
