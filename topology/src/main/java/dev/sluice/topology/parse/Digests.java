package dev.sluice.topology.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Names for events that have none of their own: 128 bits of SHA-256, as 32 hexadecimal digits.
///
/// The same event delivered again has the same name, whatever the order of its fields and the space
/// between them; two different ones never have. Holds nothing of what it was made of.
final class Digests {

  private static final int BYTES = 16;

  private Digests() {}

  /// Of parts, each told apart from its neighbours.
  static String of(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      add(digest, 's', part);
    }
    return name(digest);
  }

  /// Of an element of a webhook and what tells it apart from an equal one elsewhere.
  static String of(JsonNode element, String... parts) {
    MessageDigest digest = sha256();
    add(digest, element);
    for (String part : parts) {
      add(digest, 's', part);
    }
    return name(digest);
  }

  /// As deep as the document, which the parser limits.
  private static void add(MessageDigest digest, JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      add(digest, 'o', Integer.toString(fields.size()));
      fields.forEach(
          (name, value) -> {
            add(digest, 'k', name);
            add(digest, value);
          });
    } else if (node.isArray()) {
      add(digest, 'a', Integer.toString(node.size()));
      node.forEach(value -> add(digest, value));
    } else {
      add(digest, node.isTextual() ? 't' : 'v', node.asText());
    }
  }

  private static void add(MessageDigest digest, char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((byte) kind);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static String name(MessageDigest digest) {
    return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
