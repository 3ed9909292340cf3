package dev.sluice.gateway;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells whether a delivery was signed with one of an app's secrets: HMAC-SHA256 over the bytes as
/// they came, compared in constant time.
///
/// Anything out of the ordinary is a refusal: no header or several, another form than `sha256=` and
/// 64 hexadecimal digits, no secret. Meta's legacy SHA-1 header is not looked at.
final class SignatureVerifier {

  /// The header a signature travels in.
  static final String HEADER = "X-Hub-Signature-256";

  private static final String PREFIX = "sha256=";
  private static final int LENGTH = PREFIX.length() + 64;
  private static final Pattern LEGAL = Pattern.compile(PREFIX + "[0-9a-fA-F]{64}");
  private static final String ALGORITHM = "HmacSHA256";

  private SignatureVerifier() {}

  /// Whether there is one signature, of the right form. Costs nothing, unlike finding out whether
  /// it is right.
  ///
  /// @param headers every value of [#HEADER] in the request
  static boolean isWellFormed(List<String> headers) {
    return headers.size() == 1 && LEGAL.matcher(headers.getFirst()).matches();
  }

  /// The first of the secrets that signed.
  ///
  /// @param headers every value of [#HEADER] in the request
  static Optional<String> signer(byte[] body, List<String> headers, List<String> secrets) {
    if (!isWellFormed(headers)) {
      return Optional.empty();
    }
    byte[] claimed = HexFormat.of().parseHex(headers.getFirst(), PREFIX.length(), LENGTH);
    return secrets.stream()
        .filter(secret -> MessageDigest.isEqual(signature(body, secret), claimed))
        .findFirst();
  }

  /// @param headers every value of [#HEADER] in the request
  /// @param secrets any of which may have signed
  static boolean isSigned(byte[] body, List<String> headers, List<String> secrets) {
    return signer(body, headers, secrets).isPresent();
  }

  /// Whether two texts are the same, in a time that does not tell where they differ.
  static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] signature(byte[] body, String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
