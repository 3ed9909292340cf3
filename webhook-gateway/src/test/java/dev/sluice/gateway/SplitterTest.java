package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.Piece.Leaf;
import dev.sluice.schemas.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitterTest {

  @Test
  void shouldGiveEachOwnerTheBytesAsTheyCame() {
    // Given: spaces, escapes and an order of keys that writing it again would lose
    String body =
        " {\"x\" : 1.0 , \"entry\":[ {\"id\":\"a\", \"t\":\"caf\\u00e9 é 1\\/2\"} ,\n{\"id\":\"b\"} , {\"id\":\"a\",\"n\":1e3}\t],\"object\":\"page\"}\n";

    // When
    Map<String, String> shares = split(body);

    // Then
    assertThat(shares)
        .containsExactly(
            Map.entry(
                "a",
                " {\"x\" : 1.0 , \"entry\":[{\"id\":\"a\", \"t\":\"caf\\u00e9 é 1\\/2\"},{\"id\":\"a\",\"n\":1e3}],\"object\":\"page\"}\n"),
            Map.entry("b", " {\"x\" : 1.0 , \"entry\":[{\"id\":\"b\"}],\"object\":\"page\"}\n"));
  }

  @Test
  void shouldSplitTheChangesOfOneBusinessAccount() {
    // Given
    String body =
        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"w\",\"changes\":[%s,%s],\"time\":5},{\"id\":\"w\",\"changes\":[%s]}]}"
            .formatted(change("a", 1), change("b", 2), change("b", 3));

    // When
    Map<String, String> shares = split(body);

    // Then
    assertThat(shares)
        .containsEntry(
            "a",
            "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"w\",\"changes\":[%s],\"time\":5}]}"
                .formatted(change("a", 1)))
        .containsEntry(
            "b",
            "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"w\",\"changes\":[%s],\"time\":5},{\"id\":\"w\",\"changes\":[%s]}]}"
                .formatted(change("b", 2), change("b", 3)));
  }

  @Test
  void shouldSplitAListOfEnvelopes() {
    // Given
    String body =
        "[{\"object\":\"page\",\"entry\":[{\"id\":\"a\"},{\"id\":\"b\"}]},{\"object\":\"instagram\",\"entry\":[{\"id\":\"b\"}]}]";

    // When
    Map<String, String> shares = split(body);

    // Then
    assertThat(shares)
        .containsEntry("a", "[{\"object\":\"page\",\"entry\":[{\"id\":\"a\"}]}]")
        .containsEntry(
            "b",
            "[{\"object\":\"page\",\"entry\":[{\"id\":\"b\"}]},{\"object\":\"instagram\",\"entry\":[{\"id\":\"b\"}]}]");
  }

  @Test
  void shouldGiveTheOnlyOwnerTheVeryBody() {
    // Given
    byte[] body =
        "{\"object\":\"page\",\"entry\":[{\"id\":\"a\"} , {\"id\":\"a\"}]}".getBytes(UTF_8);

    // When
    Map<Owner, byte[]> shares = Splitter.split(body, whole(body), SplitterTest::byAccount);

    // Then
    assertThat(shares.get(new Owner.Known(new TenantId("a")))).isSameAs(body);
  }

  @Test
  void shouldSplitAFullPostBetweenAThousand() {
    // Given
    String padding = "x".repeat(250);
    String entries =
        IntStream.range(0, 1000)
            .mapToObj(i -> "{\"id\":\"t%d\",\"p\":\"%s\"}".formatted(i, padding))
            .collect(Collectors.joining(","));

    // When
    Map<String, String> shares = split("{\"object\":\"page\",\"entry\":[" + entries + "]}");

    // Then
    assertThat(shares).hasSize(1000);
    assertThat(shares.get("t999"))
        .isEqualTo(
            "{\"object\":\"page\",\"entry\":[{\"id\":\"t999\",\"p\":\"%s\"}]}".formatted(padding));
  }

  @Test
  void shouldNotRepeatALargeEnvelopeForEveryOwner() {
    // Given
    String entries =
        IntStream.range(0, 500)
            .mapToObj("{\"id\":\"t%d\"}"::formatted)
            .collect(Collectors.joining(","));
    String body =
        "{\"object\":\"page\",\"x\":\"%s\",\"entry\":[%s]}"
            .formatted("x".repeat(1_000_000), entries);

    // When
    Map<String, String> shares = split(body);

    // Then
    assertThat(shares).isEmpty();
  }

  private static String change(String phone, int n) {
    return "{\"value\":{\"metadata\":{\"phone_number_id\":\"%s\"},\"n\":%d}}".formatted(phone, n);
  }

  private static Map<String, String> split(String text) {
    byte[] body = text.getBytes(UTF_8);
    Map<String, String> shares = new LinkedHashMap<>();
    Splitter.split(body, whole(body), SplitterTest::byAccount)
        .forEach((owner, share) -> shares.put(name(owner), new String(share, UTF_8)));
    return shares;
  }

  private static Owner byAccount(Leaf leaf) {
    String account = leaf.named().account();
    return account == null
        ? new Owner.Nobody("unknown", "none")
        : new Owner.Known(new TenantId(account));
  }

  private static String name(Owner owner) {
    return switch (owner) {
      case Owner.Known(TenantId tenant) -> tenant.value();
      case Owner.Nobody(String key, String ignored) -> key;
    };
  }

  private static Piece whole(byte[] body) {
    return switch (BodyReader.read(body)) {
      case Reading.Found(Piece whole) -> whole;
      case Reading.Unreadable(String reason) -> throw new AssertionError(reason);
    };
  }
}
