package dev.sluice.launcher.campaign;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whom a campaign is sent to.
final class AudienceOption {

  @Option(
      names = "--audience",
      required = true,
      paramLabel = "FILE",
      description = {
        "CSV in UTF-8 with a header line; column 'phone', international form.",
        "Optional columns: 'zone' (such as Europe/Madrid), 'id' (of the message).",
        "Every other column fills a placeholder of the template, in order."
      })
  private Path file = Path.of("");

  @Option(
      names = "--parameters",
      split = ",",
      paramLabel = "COLUMN",
      description = "The columns that fill the placeholders, in this order.")
  private @Nullable List<String> parameters;

  @Option(
      names = "--skip-bad-lines",
      description = "Send to the others when some lines are bad; otherwise nothing is sent.")
  private boolean skipBadLines;

  Audience in(RecipientZones zones) {
    return new Audience(file, parameters, zones);
  }

  boolean skipBadLines() {
    return skipBadLines;
  }
}
