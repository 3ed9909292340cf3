package dev.sluice.launcher.campaign;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./sluice campaign`: messages to many, begun, watched and steered by a person.
@Command(
    name = "campaign",
    description = "Starts, shows, pauses, resumes, cancels and repeats campaigns.",
    subcommands = {
      StartCommand.class,
      StatusCommand.class,
      SteeringCommand.Pause.class,
      SteeringCommand.Resume.class,
      SteeringCommand.Cancel.class,
      ResendCommand.class
    },
    footer = {"", "docs/campaigns.md: the file of recipients, and what each of these does."})
public final class CampaignCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        requireNonNull(spec).commandLine(),
        "campaign what? start, status, pause, resume, cancel or resend-failed");
  }
}
