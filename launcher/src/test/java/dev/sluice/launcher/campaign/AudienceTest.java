package dev.sluice.launcher.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.campaign.AudienceRow.Bad;
import dev.sluice.launcher.campaign.AudienceRow.Recipient;
import dev.sluice.launcher.campaign.AudienceRow.Repeated;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.launcher.lifecycle.StopRequested;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudienceTest {

  private static final String CANARY = "12025550147";

  @TempDir private Path directory = Path.of("");

  private Path file(String text) throws Exception {
    return Files.writeString(directory.resolve("audience.csv"), text);
  }

  private static List<AudienceRow> read(Path file, @Nullable List<String> chosen) throws Exception {
    List<AudienceRow> rows = new ArrayList<>();
    new Audience(file, chosen, RecipientZones.of(null)).read(new StopRequest(), rows::add);
    return rows;
  }

  private List<AudienceRow> read(String text) throws Exception {
    return read(file(text), null);
  }

  @Test
  void shouldReadEveryColumn() throws Exception {
    // When
    List<AudienceRow> rows =
        read(
            """
            name,phone,zone,offer,id
            Ana,+12025550147,Europe/Madrid,"10 %, today",order-7
            Bo,44 20 7031 3000,,5 %,
            """);

    // Then
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst())
        .isInstanceOfSatisfying(
            Recipient.class,
            ana -> {
              assertThat(ana.line()).isEqualTo(2);
              assertThat(ana.address().value()).isEqualTo(CANARY);
              assertThat(ana.id()).isEqualTo("order-7");
              assertThat(ana.zones()).containsExactly(ZoneId.of("Europe/Madrid"));
              assertThat(ana.parameters()).containsExactly("Ana", "10 %, today");
            });
    assertThat(rows.getLast())
        .isInstanceOfSatisfying(
            Recipient.class,
            bo -> {
              assertThat(bo.address().value()).isEqualTo("442070313000");
              assertThat(bo.id()).isNull();
              assertThat(bo.zones()).containsExactly(ZoneId.of("Europe/London"));
            });
  }

  @Test
  void shouldReadWhatSpreadsheetsWrite() throws Exception {
    // Given a byte order mark, semicolons, carriage returns and a blank line
    Path file = file("\uFEFFphone;name\r\n+12025550147;Ana\r\n\r\n+12025550148;Bo\r\n");

    // When
    List<AudienceRow> rows = read(file, null);

    // Then
    assertThat(rows).hasSize(2).allMatch(Recipient.class::isInstance);
    assertThat(rows.getLast().line()).isEqualTo(4);
  }

  @Test
  void shouldTakeTheChosenColumnsInTheChosenOrder() throws Exception {
    // Given
    Path file = file("phone,a,b,c\n+12025550147,1,2,\n");

    // When
    List<AudienceRow> rows = read(file, List.of("b", "a", "phone"));

    // Then
    assertThat(rows)
        .singleElement()
        .isInstanceOfSatisfying(
            Recipient.class,
            it -> assertThat(it.parameters()).containsExactly("2", "1", "+12025550147"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ,Ana,,             | phone is missing
          0049123,Ana,,      | phone '…' must be a number in international form, as +14155238886
          +1202555,Ana,,     | phone '…' is in no country's numbering plan
          x12025550147,A,,   | phone '…' must be a number in international form, as +14155238886
          12025550147,Ana,Mars/Base, | zone '…' must be a time zone such as Europe/Madrid
          12025550147,Ana,+02:00,    | zone '…' must be a time zone such as Europe/Madrid
          12025550147,Ana,,two words | id '…' must be 1 to 200 letters, digits or signs without spaces
          12025550147,' ',,  | column 'name' is empty
          12025550147,Ana,   | has 3 fields where the header has 4
          12025550147,Ana,,,5| has 5 fields where the header has 4
          """,
      quoteCharacter = '~')
  void shouldSayWhatIsWrongWithALine(String row, String problem) throws Exception {
    // Given
    String text = "phone,name,zone,id\n" + row.replace("' '", "\" \"") + "\n";

    // When
    List<AudienceRow> rows = read(text);

    // Then
    assertThat(rows).containsExactly(new Bad(2, problem));
    assertThat(problem).doesNotContain(CANARY);
  }

  @Test
  void shouldTakeAPersonOnce() throws Exception {
    // When
    List<AudienceRow> rows = read("phone\n+12025550147\n1 202 555 0147\n12025550148\n");

    // Then
    assertThat(rows).hasSize(3).element(1).isEqualTo(new Repeated(3));
  }

  @Test
  void shouldTakeAMessageIdOnce() throws Exception {
    // When
    List<AudienceRow> rows = read("phone,id\n12025550147,a\n12025550148,a\n12025550149,b\n");

    // Then
    assertThat(rows).element(1).isEqualTo(new Bad(3, "id '…' is on an earlier line, too"));
    assertThat(rows.getLast()).isInstanceOf(Recipient.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name,offer       | audience.csv:1: the first line must name the columns, and one of them must be 'phone'
          12025550147,Ana  | audience.csv:1: the first line must name the columns, and one of them must be 'phone'
          phone,a,A        | audience.csv:1: column 3 has the name of another
          """)
  void shouldRefuseAFileWithoutAProperHeader(String header, String sentence) throws Exception {
    // Given
    Path file = file(header + "\n");

    // When, Then
    assertThatThrownBy(() -> read(file, null)).isInstanceOf(CannotStart.class).hasMessage(sentence);
  }

  @Test
  void shouldRefuseMoreColumnsThanATemplateCanTake() throws Exception {
    // Given
    StringBuilder header = new StringBuilder("phone");
    for (int i = 0; i < AudienceColumns.COLUMNS_MAX; i++) {
      header.append(",c").append(i);
    }
    Path file = file(header + "\n");

    // When, Then
    assertThatThrownBy(() -> read(file, null))
        .isInstanceOf(CannotStart.class)
        .hasMessage("audience.csv:1: must have at most 100 columns, not 101");
  }

  @Test
  void shouldRefuseAnUnknownColumn() throws Exception {
    // Given
    Path file = file("phone,name\n");

    // When, Then
    assertThatThrownBy(() -> read(file, List.of("name", "offer")))
        .isInstanceOf(CannotStart.class)
        .hasMessage("--parameters names 'offer', which is no column of audience.csv");
  }

  @Test
  void shouldRefuseAnEmptyFile() throws Exception {
    // Given
    Path file = file("");

    // When, Then
    assertThatThrownBy(() -> read(file, null))
        .isInstanceOf(CannotStart.class)
        .hasMessage("audience.csv is empty");
  }

  @Test
  void shouldRefuseAFileThatIsNotThere() {
    assertThatThrownBy(() -> read(directory.resolve("none.csv"), null))
        .isInstanceOf(CannotStart.class)
        .hasMessageStartingWith("there is no file ");
  }

  @Test
  void shouldNameTheLineBeforeAQuoteThatDoesNotEnd() throws Exception {
    // Given
    Path file = file("phone,name\n12025550147,Ana\n12025550148,\"Bo\n" + "x".repeat(70_000) + "\n");

    // When, Then
    assertThatThrownBy(() -> read(file, null))
        .isInstanceOf(CannotStart.class)
        .hasMessageStartingWith("audience.csv is no CSV after line 2: a quote that does not end");
  }

  @Test
  void shouldSayThatAFileIsNotUtf8() throws Exception {
    // Given
    Path file = directory.resolve("audience.csv");
    Files.write(file, "phone,name\n12025550147,Jos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    // When, Then
    assertThatThrownBy(() -> read(file, null))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("is not UTF-8");
  }

  @Test
  void shouldStopWhenAsked() throws Exception {
    // Given
    Path file = file("phone\n12025550147\n");
    StopRequest stop = new StopRequest();
    stop.make();

    // When, Then
    assertThatThrownBy(
            () -> new Audience(file, null, RecipientZones.unasked()).read(stop, ignored -> {}))
        .isInstanceOf(StopRequested.class);
  }

  @Test
  void shouldNotShowWhoARecipientIs() throws Exception {
    // When
    List<AudienceRow> rows = read("phone,name\n12025550147,Ana\n");

    // Then
    assertThat(rows.toString()).doesNotContain(CANARY, "Ana");
  }
}
