package dev.sluice.launcher;

import dev.sluice.launcher.settings.DatabaseSettings;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `./sluice inbox`.
@Command(
    name = "inbox",
    description = "Stores messages in PostgreSQL and serves them to agents.",
    footer = {
      SingleService.FOOTER,
      "  SLUICE_DATABASE_URL             jdbc:postgresql://host:port/database",
      "  SLUICE_DATABASE_USER            its user",
      "  SLUICE_DATABASE_PASSWORD        the user's password"
    })
final class InboxCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    DatabaseSettings database = DatabaseSettings.from(environment);
    return SingleService.run(environment, host -> host.startInbox(database));
  }
}
