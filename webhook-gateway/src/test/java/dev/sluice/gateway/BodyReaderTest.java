package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.Piece.Leaf;
import dev.sluice.gateway.Piece.Named;
import dev.sluice.schemas.Channel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

  @Test
  void shouldFindEachChangeOfAWhatsAppEntry() {
    // Given
    String body =
        """
        {"entry":[{"time":1,"changes":[ %s , %s ],"id":"waba"}],"object":"whatsapp_business_account"}
        """
            .formatted(change("1"), change("\\u0032"));

    // When
    List<Leaf> leaves = leaves(body);

    // Then
    assertThat(leaves)
        .extracting(Leaf::named)
        .containsExactly(
            new Named(Channel.WHATSAPP, "1", "waba"), new Named(Channel.WHATSAPP, "2", "waba"));
    assertThat(leaves)
        .extracting(leaf -> textOf(body, leaf))
        .containsExactly(change("1"), change("\\u0032"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"page", "instagram"})
  void shouldTakeAnEntryOfTheOtherChannelsAsAWhole(String object) {
    // Given
    String entry = "{\"id\":\"7\",\"messaging\":[{\"x\":\"é\uD83D\uDE00\"}]}";
    String body = "{\"object\":\"%s\",\"entry\":[%s,{\"id\":8}]}".formatted(object, entry);

    // When
    List<Leaf> leaves = leaves(body);

    // Then
    assertThat(leaves).extracting(leaf -> leaf.named().account()).containsExactly("7", "8");
    assertThat(textOf(body, leaves.getFirst())).isEqualTo(entry);
  }

  @Test
  void shouldReadAListOfEnvelopes() {
    // Given
    String body =
        " [{\"object\":\"page\",\"entry\":[{\"id\":\"1\"}]},{\"object\":\"instagram\",\"entry\":[{\"id\":\"2\"}]}] ";

    // When
    List<Leaf> leaves = leaves(body);

    // Then
    assertThat(leaves)
        .extracting(Leaf::named)
        .containsExactly(
            new Named(Channel.MESSENGER, "1", null), new Named(Channel.INSTAGRAM, "2", null));
  }

  @Test
  void shouldTellOffsetsBehindAByteOrderMark() {
    // Given
    String entry = "{\"id\":\"1\"}";
    String body = "\uFEFF{\"object\":\"page\",\"entry\":[%s]}".formatted(entry);

    // When
    List<Leaf> leaves = leaves(body);

    // Then
    assertThat(leaves).extracting(leaf -> textOf(body, leaf)).containsExactly(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "\"text\"",
        "{}",
        "[]",
        "{\"object\":\"page\"}",
        "{\"object\":\"page\",\"entry\":{\"id\":\"1\"}}",
        "{\"object\":\"page\",\"entry\":[]}",
        "{\"object\":\"page\",\"entry\":[{}]}",
        "{\"object\":\"page\",\"entry\":[{\"id\":null}]}",
        "{\"object\":\"page\",\"entry\":[{\"id\":{\"id\":\"1\"}}]}",
        "{\"object\":\"page\",\"entry\":[{\"id\":\"\"}]}",
        "{\"object\":\"page\",\"entry\":[{\"id\":1.5}]}",
        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[]}]}",
        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"value\":7}]}]}"
      })
  void shouldFindNothingNamedWhereNothingIs(String body) {
    // When
    List<Leaf> leaves = leaves(body);

    // Then
    assertThat(leaves).singleElement().matches(leaf -> leaf.named().isNothing());
  }

  /// Readers differ in which of two equal keys they take; so would tenants.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"object\":\"page\",\"entry\":[],\"entry\":[]}",
        "{\"object\":\"page\",\"entry\":[],\"entr\\u0079\":[]}",
        "{\"object\":\"page\",\"object\":\"instagram\",\"entry\":[]}",
        "{\"entry\":[{\"id\":\"1\",\"id\":\"2\"}]}",
        "{\"entry\":[{\"changes\":[],\"changes\":[]}]}",
        "{\"entry\":[{\"changes\":[{\"value\":{},\"value\":{}}]}]}",
        "{\"entry\":[{\"changes\":[{\"value\":{\"metadata\":{},\"metadata\":{}}}]}]}",
        "{\"entry\":[{\"changes\":[{\"value\":{\"metadata\":{\"phone_number_id\":\"1\",\"phone_number_id\":\"2\"}}}]}]}"
      })
  void shouldNotReadABodyWithAKeyTwice(String body) {
    // When
    Reading reading = BodyReader.read(body.getBytes(UTF_8));

    // Then
    assertThat(reading)
        .isEqualTo(new Reading.Unreadable("a key that says whose it is comes twice"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"entry\":[",
        "{\"entry\":[{\"id\":\"1\"}}",
        "{\"entry\":[]}{}",
        "{\"entry\":[]} x",
        "not json",
        "{\"entry\":[7]}",
        "{\"entry\":[[]]}",
        "{\"entry\":[null]}",
        "{\"entry\":[{\"changes\":{\"a\":{\"value\":{\"metadata\":{\"phone_number_id\":\"1\"}}}}}]}",
        "{\"entry\":[{\"changes\":[\"x\"]}]}",
        "[7]",
        "[[{\"entry\":[]}]]"
      })
  void shouldNotReadWhatIsNoWebhook(String body) {
    // When
    Reading reading = BodyReader.read(body.getBytes(UTF_8));

    // Then
    assertThat(reading).isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void shouldNotReadOtherEncodings() {
    // Given
    String body = "{\"object\":\"page\",\"entry\":[{\"id\":\"1\"}]}";

    // When
    List<Reading> readings =
        Stream.of(
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE,
                Charset.forName("UTF-32BE"),
                Charset.forName("UTF-32LE"))
            .map(charset -> BodyReader.read(body.getBytes(charset)))
            .toList();

    // Then
    assertThat(readings).allMatch(Reading.Unreadable.class::isInstance);
  }

  @Test
  void shouldSurviveWhatIsMeantToBreakIt() {
    // Given
    List<byte[]> bodies =
        List.of(
            "[".repeat(4_000_000).getBytes(UTF_8),
            "{\"a\":".repeat(800_000).getBytes(UTF_8),
            ("{\"entry\":[{\"id\":" + "9".repeat(4_000_000) + "}]}").getBytes(UTF_8),
            ("{\"entry\":[{\"id\":1e" + "9".repeat(1_000_000) + "}]}").getBytes(UTF_8),
            ("{\"entry\":[{\"id\":\"" + "9".repeat(4_000_000) + "\"}]}").getBytes(UTF_8),
            ("{\"" + "k".repeat(4_000_000) + "\":1}").getBytes(UTF_8),
            new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'},
            new byte[] {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ']'},
            new byte[] {'[', '"', (byte) 0xFF, '"', ']'},
            new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF, 1, 2, 3},
            new byte[1_000_000]);

    // When
    List<Reading> readings = bodies.stream().map(BodyReader::read).toList();

    // Then
    assertThat(readings).hasSize(bodies.size());
    assertThat(readings.getFirst()).isInstanceOf(Reading.Unreadable.class);
  }

  private static String change(String phone) {
    return "{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"%s\"}}}"
        .formatted(phone);
  }

  private static String textOf(String body, Leaf leaf) {
    byte[] bytes = body.getBytes(UTF_8);
    return new String(bytes, leaf.from(), leaf.to() - leaf.from(), UTF_8);
  }

  private static List<Leaf> leaves(String body) {
    List<Leaf> leaves = new ArrayList<>();
    switch (BodyReader.read(body.getBytes(UTF_8))) {
      case Reading.Found(Piece whole) -> collect(whole, leaves);
      case Reading.Unreadable(String reason) -> throw new AssertionError(reason);
    }
    return leaves;
  }

  private static void collect(Piece piece, List<Leaf> leaves) {
    switch (piece) {
      case Leaf leaf -> leaves.add(leaf);
      case Piece.Group group -> group.parts().forEach(part -> collect(part, leaves));
    }
  }
}
