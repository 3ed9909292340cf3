package dev.sluice.enrichers.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names an embedded model after all that decides its answers: the encoder's file, the lines its
/// head was fitted on, and the code of that head.
final class ModelVersion {

  /// Changed whenever the code changes an answer about sentiment.
  static final String SENTIMENT = "v1";

  /// Changed whenever the code changes an answer about categories.
  static final String CATEGORY = "v3";

  private static final int ENCODER_DIGITS = 12;
  private static final int LINES_DIGITS = 8;

  private ModelVersion() {}

  /// For example `minilm-afdb6f1a0e45+0c1d2e3f+v1`.
  ///
  /// @param lines whose text the head was fitted on, in order
  /// @param code [#SENTIMENT] or [#CATEGORY]
  static String of(Iterable<String> lines, String code) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String line : lines) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      String hash = HexFormat.of().formatHex(digest.digest());
      return "minilm-%s+%s+%s"
          .formatted(
              MiniLm.SHA256.substring(0, ENCODER_DIGITS), hash.substring(0, LINES_DIGITS), code);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
