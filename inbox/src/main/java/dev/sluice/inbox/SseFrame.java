package dev.sluice.inbox;

import java.nio.charset.StandardCharsets;

/// A piece of a stream of server-sent events, as bytes that nobody changes.
final class SseFrame {

  /// How long a browser waits before it comes back, in milliseconds.
  private static final int RETRY_MILLIS = 1000;

  /// What a stream begins with: it makes the browser's connection "open" before the first event.
  static final SseFrame OPENING = text("retry: %d\n: open\n\n".formatted(RETRY_MILLIS));

  /// Keeps proxies and the browser from taking a quiet stream for a dead one.
  static final SseFrame HEARTBEAT = text(": heartbeat\n\n");

  private final long seq;
  private final byte[] bytes;

  private SseFrame(long seq, byte[] bytes) {
    this.seq = seq;
    this.bytes = bytes;
  }

  /// The event's id; 0 for a piece that is no event.
  long seq() {
    return seq;
  }

  byte[] bytes() {
    return bytes;
  }

  /// A message, as JSON on one line.
  static SseFrame message(InboxEntry entry) {
    byte[] head = "id: %d\ndata: ".formatted(entry.seq()).getBytes(StandardCharsets.UTF_8);
    byte[] json = Reply.json(entry);
    byte[] bytes = new byte[head.length + json.length + 2];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(json, 0, bytes, head.length, json.length);
    bytes[bytes.length - 2] = '\n';
    bytes[bytes.length - 1] = '\n';
    return new SseFrame(entry.seq(), bytes);
  }

  /// Tells a browser that knows a `seq` which does not exist, because the database was set up anew,
  /// to load the list again and go on from `latest`.
  static SseFrame resync(long latest) {
    return text("id: %d\nevent: resync\ndata: {\"latest\":%d}\n\n".formatted(latest, latest));
  }

  private static SseFrame text(String text) {
    return new SseFrame(0, text.getBytes(StandardCharsets.UTF_8));
  }
}
