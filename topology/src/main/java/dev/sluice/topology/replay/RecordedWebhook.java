package dev.sluice.topology.replay;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// One webhook of a recorded burst: a line of a burst file.
///
/// @param tenant the record's key
/// @param receivedMicros when the gateway took it, in microseconds since the epoch
/// @param body the bytes as posted, when they are UTF-8 text
/// @param bodyBase64 the bytes as posted, when they are not
public record RecordedWebhook(
    @JsonProperty("tenant") String tenant,
    @JsonProperty("receivedMicros") long receivedMicros,
    @JsonProperty("body") @Nullable String body,
    @JsonProperty("bodyBase64") @Nullable String bodyBase64) {

  public RecordedWebhook {
    requireNonNull(tenant, "tenant");
    if ((body == null) == (bodyBase64 == null)) {
      throw new IllegalArgumentException("exactly one of body and bodyBase64 must be given");
    }
  }

  /// Records bytes as text where they are valid UTF-8, so that a person can read the file, and as
  /// Base64 where they are not, so that they come back exactly.
  public static RecordedWebhook of(String tenant, long receivedMicros, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new RecordedWebhook(tenant, receivedMicros, text, null);
    } catch (CharacterCodingException e) {
      String encoded = Base64.getEncoder().encodeToString(bytes);
      return new RecordedWebhook(tenant, receivedMicros, null, encoded);
    }
  }

  /// The bytes as posted.
  public byte[] bytes() {
    return body != null
        ? body.getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(requireNonNull(bodyBase64));
  }

  @Override
  public String toString() {
    return "RecordedWebhook[%s at %d]".formatted(tenant, receivedMicros);
  }
}
