package dev.sluice.enrichers.remote;

import dev.sluice.schemas.RemoteModel;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// One message and what is to be told about it.
///
/// @param id of the question, the same whenever the same is asked: the first 128 bits of the
///   SHA-256 of tenant, task and text. Two equal messages share it, and may: their answer is the
///   same
/// @param text at most [#CHARACTERS_MAX], well-formed Unicode
record Question(Task task, TenantId tenant, Labels labels, String id, String text) {

  /// What is sent of a message, in UTF-16 units: all of it, for WhatsApp, the longest of the
  /// channels, allows 4,096 in a text.
  static final int CHARACTERS_MAX = 4_096;

  private static final int ID_BYTES = 16;

  static Question of(
      Task task, Tenant tenant, RemoteModel remote, List<String> allowed, String words) {
    String text = wellFormed(words);
    Labels labels = new Labels(allowed, remote.labels());
    return new Question(task, tenant.id(), labels, id(task, tenant.id(), text), text);
  }

  /// Half a pair of surrogates cannot be written in UTF-8.
  private static String wellFormed(String words) {
    int end = Math.min(words.length(), CHARACTERS_MAX);
    if (end < words.length() && Character.isHighSurrogate(words.charAt(end - 1))) {
      end--;
    }
    StringBuilder text = new StringBuilder(end);
    words
        .substring(0, end)
        .codePoints()
        .map(point -> isHalf(point) ? '\uFFFD' : point)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static String id(Task task, TenantId tenant, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String whole = tenant.value() + "\0" + task.wireName() + "\0" + text;
      byte[] hash = digest.digest(whole.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Question[%s, %s, %s]".formatted(task, tenant, id);
  }
}
