package dev.sluice.dispatcher;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;

/// A request body that remembers whether any of it was given to a connection.
///
/// As long as it was not, no server can have acted on the request. The reverse does not hold: with
/// TLS the client asks for the body before the handshake is done.
final class WitnessedBody implements BodyPublisher {

  private final BodyPublisher body;
  private volatile boolean touched;

  WitnessedBody(byte[] bytes) {
    this.body = BodyPublishers.ofByteArray(bytes);
  }

  /// Whether some of it may have been written.
  boolean isTouched() {
    return touched;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    touched = true;
    body.subscribe(subscriber);
  }
}
