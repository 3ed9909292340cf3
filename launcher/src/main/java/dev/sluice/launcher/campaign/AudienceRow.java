package dev.sluice.launcher.campaign;

import dev.sluice.schemas.Address;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one row of an audience says.
sealed interface AudienceRow {

  /// The line of the file on which it begins, from 1.
  long line();

  /// Somebody to write to.
  ///
  /// @param id the message id the file gives; absent for one made from campaign and line
  /// @param zones where the person may be, the likeliest first; empty when nobody asked or knows
  /// @param parameters values of the template's placeholders, in order
  record Recipient(
      long line, Address address, @Nullable String id, List<ZoneId> zones, List<String> parameters)
      implements AudienceRow {
    public Recipient {
      zones = List.copyOf(zones);
      parameters = List.copyOf(parameters);
    }

    @Override
    public String toString() {
      return "Recipient[line %d, %d parameters]".formatted(line, parameters.size());
    }
  }

  /// The same person as on an earlier line.
  record Repeated(long line) implements AudienceRow {}

  /// A row nothing can be sent for.
  ///
  /// @param problem the column and what is wrong with it; never a value
  record Bad(long line, String problem) implements AudienceRow {}
}
