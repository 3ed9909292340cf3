package dev.sluice.launcher;

import dev.sluice.launcher.services.TopicTail;
import dev.sluice.launcher.settings.KafkaConnection;
import dev.sluice.schemas.InvalidSetting;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.schemas.WebhookHeaders;
import dev.sluice.topology.replay.BurstFile;
import dev.sluice.topology.replay.RecordedWebhook;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./sluice record`: keeps a burst of webhooks in a file, to be replayed.
@Command(
    name = "record",
    description = "Writes a tenant's webhooks, as they were received, to a file for 'replay'.",
    footer = {
      "",
      "The file holds what customers wrote, masked or not: keep it as you keep their messages."
    })
final class RecordCommand implements Callable<Integer> {

  /// A burst that a replay holds in memory, each webhook about 1 KiB.
  private static final int WEBHOOKS_MAX = 100_000;

  private static final long MICROS_PER_MILLI = 1_000;

  /// The length of what HMAC-SHA256 makes of it.
  private static final int KEY_BYTES = 32;

  @Mixin private final ClusterOption cluster = new ClusterOption();

  @Option(names = "--tenant", required = true, paramLabel = "T", description = "Whose webhooks.")
  private String tenant = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to.")
  private Path out = Path.of("");

  @Option(
      names = "--last",
      paramLabel = "DURATION",
      description =
          "Only those of this last time, for example PT10M; all that are kept unless set.")
  private @Nullable Duration last;

  @Option(
      names = "--mask",
      description = {
        "Replace addresses, names, mail addresses and long numbers.",
        "Other words stay, for they are what a replay is about."
      })
  private boolean mask;

  @Override
  public Integer call() throws Exception {
    TenantId id = new TenantId(tenant);
    KafkaConnection connection = cluster.reach(System.getenv());
    long sinceMicros =
        last == null ? 0 : (System.currentTimeMillis() - last.toMillis()) * MICROS_PER_MILLI;
    UnaryOperator<byte[]> body =
        mask ? new WebhookMask(randomKey())::apply : UnaryOperator.identity();
    List<RecordedWebhook> burst = new ArrayList<>();
    try (TopicTail<byte[]> webhooks = TopicTail.of(Topics.WEBHOOKS, connection.client())) {
      webhooks.readToEnd(
          record -> {
            if (id.value().equals(record.key())) {
              RecordedWebhook webhook = recorded(record, body);
              if (webhook.receivedMicros() >= sinceMicros) {
                add(burst, webhook);
              }
            }
          });
    }
    burst.sort(Comparator.comparingLong(RecordedWebhook::receivedMicros));
    BurstFile.write(out, burst);
    System.out.println("recorded " + burst.size() + " webhooks of " + id + " in " + out);
    return 0;
  }

  private static void add(List<RecordedWebhook> burst, RecordedWebhook webhook) {
    if (burst.size() == WEBHOOKS_MAX) {
      throw new InvalidSetting("--last", "…", "must cover at most " + WEBHOOKS_MAX + " webhooks");
    }
    burst.add(webhook);
  }

  private static RecordedWebhook recorded(
      ConsumerRecord<String, byte[]> record, UnaryOperator<byte[]> body) {
    long micros =
        WebhookHeaders.receivedMicros(record.headers())
            .orElse(record.timestamp() * MICROS_PER_MILLI);
    return RecordedWebhook.of(record.key(), micros, body.apply(record.value()));
  }

  private static byte[] randomKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
