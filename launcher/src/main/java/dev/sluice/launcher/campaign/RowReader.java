package dev.sluice.launcher.campaign;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.sluice.launcher.campaign.AudienceColumns.Parameter;
import dev.sluice.launcher.campaign.PhoneNumbers.Reading;
import dev.sluice.schemas.Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns the rows of one reading of an audience into recipients, and says what is wrong with those
/// that are none. It remembers the numbers and ids there were. Not thread-safe.
final class RowReader {

  /// Printable and without spaces; with the campaign's name before it, it fits the 512 characters a
  /// provider echoes.
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private final AudienceColumns columns;
  private final RecipientZones zones;
  private final MessageDigest digest = sha256();
  private final LongSet people = new LongSet();
  private final LongSet ids = new LongSet();

  RowReader(AudienceColumns columns, RecipientZones zones) {
    this.columns = columns;
    this.zones = zones;
  }

  AudienceRow read(CsvRecord row) {
    long line = row.getStartingLineNumber();
    if (row.getFieldCount() != columns.count()) {
      return new AudienceRow.Bad(
          line,
          "has %d fields where the header has %d".formatted(row.getFieldCount(), columns.count()));
    }
    String phone = row.getField(columns.phone()).strip();
    if (phone.isEmpty()) {
      return new AudienceRow.Bad(line, "phone is missing");
    }
    return switch (PhoneNumbers.read(phone)) {
      case Reading.Invalid(String problem) -> new AudienceRow.Bad(line, "phone " + problem);
      case Reading.Valid valid -> recipient(row, line, valid);
    };
  }

  private AudienceRow recipient(CsvRecord row, long line, Reading.Valid valid) {
    Optional<String> zoneName = optional(row, columns.zone());
    @Nullable ZoneId zone = zoneName.flatMap(RecipientZones::named).orElse(null);
    if (zoneName.isPresent() && zone == null) {
      return new AudienceRow.Bad(line, "zone '…' must be a time zone such as Europe/Madrid");
    }
    Optional<String> id = optional(row, columns.id());
    if (id.isPresent() && !ID.matcher(id.get()).matches()) {
      return new AudienceRow.Bad(
          line, "id '…' must be 1 to 200 letters, digits or signs without spaces");
    }
    List<String> parameters = new ArrayList<>();
    for (Parameter parameter : columns.parameters()) {
      String value = row.getField(parameter.index()).strip();
      if (value.isEmpty()) {
        return new AudienceRow.Bad(line, "column '%s' is empty".formatted(parameter.name()));
      }
      parameters.add(value);
    }
    Address address = valid.address();
    if (!people.add(Long.parseLong(address.value()))) {
      return new AudienceRow.Repeated(line);
    }
    if (id.isPresent() && !ids.add(fingerprint(id.get()))) {
      return new AudienceRow.Bad(line, "id '…' is on an earlier line, too");
    }
    return new AudienceRow.Recipient(
        line, address, id.orElse(null), zones.of(valid.number(), zone), parameters);
  }

  private static Optional<String> optional(CsvRecord row, @Nullable Integer index) {
    return index == null
        ? Optional.empty()
        : Optional.of(row.getField(index).strip()).filter(value -> !value.isEmpty());
  }

  /// Positive. Of ten million ids two have the same once in 180,000 times.
  private long fingerprint(String id) {
    byte[] hash = digest.digest(id.getBytes(StandardCharsets.UTF_8));
    return Math.max(1, ByteBuffer.wrap(hash).getLong() & Long.MAX_VALUE);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
