package dev.sluice.topology.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.enrichers.KeywordCategory;
import dev.sluice.enrichers.LexiconSentiment;
import dev.sluice.schemas.Channel;
import dev.sluice.simulator.wire.MetaPayloads;
import dev.sluice.tenants.Tenants;
import dev.sluice.testsupport.TestTenant;
import dev.sluice.testsupport.TestTenants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

  private static final long START_MICROS = 1_763_632_800_000_000L;

  private final TestTenant bank = TestTenants.unique("bank");
  private final TestTenant shop = TestTenants.unique("shop");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path directory;

  @Test
  void shouldGiveTheSameTextEveryTime() throws IOException {
    // Given
    List<RecordedWebhook> burst = burst(bank, 60, 5_000);

    // When
    String first = replay(burst, ReplaySettings.DEFAULT, "first").text();
    String second = replay(burst, ReplaySettings.DEFAULT, "second").text();

    // Then
    assertThat(second).isEqualTo(first);
  }

  @Test
  void shouldTakeABurstOfOneThreadInLittleMoreThanOneCall() throws IOException {
    // Given 50 messages of one thread in half a second, and permits for all
    ReplaySettings settings =
        new ReplaySettings(Duration.ofMillis(800), Duration.ofMillis(300), 200);

    // When
    ReplayReport report = replay(burst(bank, 50, 10_000), settings, "burst");

    // Then a call takes at most 800 ms + 25 %; one message after the other would take 40 s
    assertThat(report.items()).hasSize(50);
    long slowest =
        report.items().stream()
            .mapToLong(item -> item.stages().released() - item.stages().received())
            .max()
            .orElseThrow();
    assertThat(slowest).isLessThanOrEqualTo(Duration.ofMillis(1010).toNanos() / 1000);
  }

  @Test
  void shouldNotLetABurstDelayTheNeighbour() throws IOException {
    // Given a burst that fills every permit a tenant may have, and a neighbour's message behind it
    List<RecordedWebhook> burst = new ArrayList<>(burst(bank, 500, 100));
    RecordedWebhook neighbour =
        RecordedWebhook.of(
            shop.id().value(),
            START_MICROS + 100_000,
            MetaPayloads.whatsApp(shop.account(Channel.WHATSAPP))
                .text("wamid.n", "12025550199", "hello")
                .bytes());
    burst.add(neighbour);

    // When
    ReplayReport together = replay(burst, ReplaySettings.DEFAULT, "together");
    ReplayReport alone = replay(List.of(neighbour), ReplaySettings.DEFAULT, "alone");

    // Then it takes one call, like alone: latencies differ by the spread of ±25 % only
    assertThat(tookMicros(together)).isLessThanOrEqualTo(tookMicros(alone) * 5 / 3);
  }

  @Test
  void shouldCountDuplicatesAndDeadLetters() throws IOException {
    // Given
    List<RecordedWebhook> burst = new ArrayList<>(burst(bank, 3, 1_000));
    burst.add(
        new RecordedWebhook(
            bank.id().value(), START_MICROS + 10_000, burst.getFirst().body(), null));
    burst.add(new RecordedWebhook(bank.id().value(), START_MICROS + 20_000, "{", null));

    // When
    ReplayReport report = replay(burst, ReplaySettings.DEFAULT, "odd");

    // Then
    assertThat(report.items()).hasSize(3);
    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.deadLetters()).isEqualTo(1);
  }

  @Test
  void shouldBringBytesBackExactlyThroughAFile() throws IOException {
    // Given bytes that are text, and bytes that are not
    Path file = directory.resolve("burst.jsonl");
    byte[] text = "{\"a\":\"\\u00e9 é \\/\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] noText = {(byte) 0xff, 0, (byte) 0xc3};
    BurstFile.write(
        file, List.of(RecordedWebhook.of("acme", 1, text), RecordedWebhook.of("acme", 2, noText)));

    // When
    List<RecordedWebhook> read = BurstFile.read(file);

    // Then
    assertThat(read.get(0).bytes()).isEqualTo(text);
    assertThat(read.get(1).bytes()).isEqualTo(noText);
  }

  @Test
  void shouldNameTheLineThatIsNoWebhookWithoutRepeatingIt() throws IOException {
    // Given
    Path file = directory.resolve("broken.jsonl");
    Files.writeString(
        file, "\n{\"tenant\":\"acme\",\"receivedMicros\":1,\"secret\":\"12025550101\"}\n");

    // When, Then
    assertThatThrownBy(() -> BurstFile.read(file))
        .isInstanceOf(BurstFile.BurstFileError.class)
        .hasMessageContaining("broken.jsonl:2:")
        .hasMessageNotContaining("12025550101");
  }

  private ReplayReport replay(List<RecordedWebhook> burst, ReplaySettings settings, String name)
      throws IOException {
    return Replay.run(
        burst,
        Tenants.of(bank.tenant(), shop.tenant()),
        new LexiconSentiment(),
        new KeywordCategory(),
        settings,
        Files.createDirectory(directory.resolve(name)));
  }

  private static List<RecordedWebhook> burst(TestTenant tenant, int messages, long spacingMicros) {
    List<RecordedWebhook> burst = new ArrayList<>();
    for (int number = 0; number < messages; number++) {
      byte[] body =
          MetaPayloads.whatsApp(tenant.account(Channel.WHATSAPP))
              .text("wamid." + number, "12025550101", "message " + number)
              .bytes();
      burst.add(
          RecordedWebhook.of(tenant.id().value(), START_MICROS + number * spacingMicros, body));
    }
    return burst;
  }

  private long tookMicros(ReplayReport report) {
    return report.items().stream()
        .filter(item -> item.message().tenant().equals(shop.id()))
        .mapToLong(item -> item.stages().released() - item.stages().received())
        .max()
        .orElseThrow();
  }
}
