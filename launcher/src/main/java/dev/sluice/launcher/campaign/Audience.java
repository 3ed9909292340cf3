package dev.sluice.launcher.campaign;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.lifecycle.StopRequest;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The recipients of a campaign in a file: CSV in UTF-8, a header line, one person a row, commas or
/// semicolons between the columns.
///
/// It is read as a stream; what is kept of each row is its number, so that a person is written to
/// once: 8 to 24 bytes a row, and as much again where the file gives ids. Each reading starts at
/// the beginning and says the same of the same file.
final class Audience {

  /// A row of Kafka's size with everything in it escaped would be 1 MiB; a template's values are
  /// 1,024 characters.
  static final int ROW_CHARS_MAX = 64 * 1024;

  /// What a [LongSet] of them takes, 128 MiB, leaves room in the 320 MiB `./sluice` has.
  static final int ROWS_MAX = 10_000_000;

  /// Enough of the first line to see what separates its columns.
  private static final int PEEK_CHARS = 4096;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final @Nullable List<String> chosen;
  private final RecipientZones zones;

  /// @param chosen the columns that fill placeholders, in order; absent for all that are nothing
  ///   else
  Audience(Path file, @Nullable List<String> chosen, RecipientZones zones) {
    this.file = file;
    this.chosen = chosen;
    this.zones = zones;
  }

  /// The name errors carry.
  String name() {
    @Nullable Path last = file.getFileName();
    return last == null ? file.toString() : last.toString();
  }

  /// Hands over every row, in the order of the file.
  ///
  /// @throws CannotStart when the file cannot be read, has no proper header, is no CSV from some
  ///   line on, or is too large
  /// @throws dev.sluice.launcher.lifecycle.StopRequested when asked to stop meanwhile
  void read(StopRequest stop, Consumer<AudienceRow> each) throws InterruptedException {
    long line = 1;
    try (CsvReader<CsvRecord> reader = open()) {
      Iterator<CsvRecord> records = reader.iterator();
      if (!records.hasNext()) {
        throw new CannotStart(name() + " is empty");
      }
      RowReader rows =
          new RowReader(AudienceColumns.of(name(), header(records.next()), chosen), zones);
      int count = 0;
      while (records.hasNext()) {
        CsvRecord row = records.next();
        line = row.getStartingLineNumber();
        count++;
        if (count > ROWS_MAX) {
          throw new CannotStart(
              "%s:%d: must have at most %d rows; split it".formatted(name(), line, ROWS_MAX));
        }
        stop.pause(Duration.ZERO);
        each.accept(rows.read(row));
      }
    } catch (CsvParseException e) {
      throw unreadable(line, e);
    } catch (NoSuchFileException e) {
      throw new CannotStart("there is no file " + file, e);
    } catch (UncheckedIOException | IOException e) {
      throw unreadable(line, e);
    }
  }

  private CsvReader<CsvRecord> open() throws IOException {
    Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    return CsvReader.builder()
        .fieldSeparator(separator())
        .skipEmptyLines(true)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .build(
            CsvRecordHandler.of(
                limits ->
                    limits
                        .maxFields(AudienceColumns.COLUMNS_MAX + 1)
                        .maxFieldSize(ROW_CHARS_MAX)
                        .maxRecordSize(ROW_CHARS_MAX)),
            text);
  }

  private char separator() throws IOException {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      char[] begin = new char[PEEK_CHARS];
      int length = Math.max(0, text.read(begin));
      String first = new String(begin, 0, length).lines().findFirst().orElse("");
      return first.indexOf(',') < 0 && first.indexOf(';') >= 0 ? ';' : ',';
    }
  }

  private static List<String> header(CsvRecord record) {
    return record.getFields().stream()
        .map(
            field ->
                !field.isEmpty() && field.charAt(0) == BYTE_ORDER_MARK ? field.substring(1) : field)
        .toList();
  }

  /// What the library says may quote the file.
  private CannotStart unreadable(long line, Exception e) {
    if (isEncoding(e)) {
      return new CannotStart(
          "%s is not UTF-8 after line %d; save it as CSV UTF-8".formatted(name(), line), e);
    }
    return e instanceof CsvParseException
        ? new CannotStart(
            ("%s is no CSV after line %d: a quote that does not end, something behind one, or a row"
                    + " of more than %d characters")
                .formatted(name(), line, ROW_CHARS_MAX),
            e)
        : new CannotStart("%s cannot be read after line %d".formatted(name(), line), e);
  }

  private static boolean isEncoding(Throwable e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CharacterCodingException) {
        return true;
      }
    }
    return false;
  }
}
