package dev.sluice.simulator;

import dev.sluice.schemas.TenantId;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Pretends to be Meta: customers write, and it posts signed webhooks to a gateway.
///
/// Within a conversation the next message is posted only when the one before was acknowledged with
/// 200; conversations run side by side. What is not acknowledged within the request timeout is
/// delivered again, byte for byte, and so is a share of what was. Thread-safe.
public final class MetaSimulator implements AutoCloseable {

  private final MetaSettings settings;
  private final WebhookPoster poster;

  private MetaSimulator(MetaSettings settings) {
    this.settings = settings;
    this.poster =
        new WebhookPoster(settings.gateway(), settings.requestTimeout(), settings.redelivery());
  }

  /// Opens no connection yet.
  public static MetaSimulator open(MetaSettings settings) {
    return new MetaSimulator(settings);
  }

  /// Asks a tenant's webhook address whether it is what it says, as Meta does before it sends
  /// there.
  ///
  /// @return whether the answer was 200 with exactly the challenge
  public boolean handshake(TenantId tenant, String verifyToken)
      throws IOException, InterruptedException {
    return handshake(MetaApp.of(tenant, ""), verifyToken);
  }

  /// The same for the address of any app.
  public boolean handshake(MetaApp app, String verifyToken)
      throws IOException, InterruptedException {
    String challenge =
        Long.toUnsignedString(Draws.hash(System.nanoTime(), app.path(), 0, "challenge"));
    String query =
        "?hub.mode=subscribe&hub.challenge=%s&hub.verify_token=%s"
            .formatted(challenge, URLEncoder.encode(verifyToken, StandardCharsets.UTF_8));
    return poster.get(app.path() + query).equals(challenge);
  }

  /// Sends a whole plan and returns when every message is acknowledged or given up, and every
  /// duplicate is out. A conversation ends at the first message that is given up.
  public BurstReport send(BurstPlan plan) throws InterruptedException {
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    List<ConversationRun> runs =
        plan.conversations().stream()
            .map(conversation -> new ConversationRun(poster, conversation, plan))
            .toList();
    List<SentMessage> messages = new ArrayList<>();
    ExecutorService side =
        Executors.newFixedThreadPool(
            settings.conversationsAtOnce(), Thread.ofVirtual().name("meta-", 0).factory());
    try {
      for (Future<List<SentMessage>> run : side.invokeAll(runs)) {
        messages.addAll(run.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a conversation could not be posted", e.getCause());
    } finally {
      side.shutdownNow();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new BurstReport(plan.messages(), messages, startedAt, took);
  }

  /// Drops what is under way.
  @Override
  public void close() {
    poster.close();
  }
}
