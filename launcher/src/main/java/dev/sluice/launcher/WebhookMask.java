package dev.sluice.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.schemas.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Takes who wrote out of webhooks, and leaves what happened: conversations stay apart, in order
/// and of their length.
///
/// Addresses become numbers that are the same for the same address within one recording, and cannot
/// be computed back without its key. Names go; in words, numbers of four digits and more and mail
/// addresses go. Other words stay, for they are what a replay is about: a recording still has to be
/// kept from strangers.
final class WebhookMask {

  private static final Set<String> ADDRESSES =
      Set.of(
          "from",
          "to",
          "wa_id",
          "new_wa_id",
          "user_id",
          "parent_user_id",
          "from_user_id",
          "from_parent_user_id",
          "to_user_id",
          "to_parent_user_id",
          "recipient_id",
          "recipient_user_id",
          "recipient_parent_user_id",
          "recipient_participant_id",
          "recipient_participant_user_id",
          "recipient_participant_parent_user_id",
          "group_id");

  /// `from` of a comment is an object.
  private static final Set<String> ADDRESS_HOLDERS = Set.of("sender", "from");

  private static final Set<String> NAMES =
      Set.of("name", "formatted_name", "first_name", "last_name", "username");
  private static final Set<String> WORDS =
      Set.of(
          "body",
          "text",
          "caption",
          "title",
          "payload",
          "description",
          "message",
          "response_json",
          "phone",
          "email",
          "ref");

  private static final Pattern NUMBER = Pattern.compile("\\d{4,}");
  private static final Pattern MAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

  private static final String MAC = "HmacSHA256";

  /// As long as the longest telephone number.
  private static final BigInteger ADDRESS_RANGE = BigInteger.TEN.pow(15);

  private final SecretKeySpec key;

  /// @param key of this recording; thrown away with it
  WebhookMask(byte[] key) {
    this.key = new SecretKeySpec(key, MAC);
  }

  /// The masked body. What is not JSON cannot be masked and becomes empty.
  byte[] apply(byte[] body) {
    try {
      JsonNode root = Json.mapper().readTree(body);
      mask(root, "");
      return Json.mapper().writeValueAsBytes(root);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private void mask(JsonNode node, String holder) {
    switch (node) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          field.setValue(masked(field.getKey(), field.getValue(), holder));
          mask(field.getValue(), field.getKey());
        }
      }
      case ArrayNode array -> array.forEach(element -> mask(element, holder));
      default -> {
        // a single value, masked by its field
      }
    }
  }

  private JsonNode masked(String field, JsonNode value, String holder) {
    if (!value.isTextual()) {
      return value;
    }
    String text = value.textValue();
    if (ADDRESSES.contains(field) || (field.equals("id") && ADDRESS_HOLDERS.contains(holder))) {
      return TextNode.valueOf(pseudonym(text));
    }
    if (NAMES.contains(field)) {
      return TextNode.valueOf("Customer");
    }
    return WORDS.contains(field) ? TextNode.valueOf(words(text)) : value;
  }

  private static String words(String text) {
    return NUMBER.matcher(MAIL.matcher(text).replaceAll("mail@example.org")).replaceAll("0000");
  }

  private String pseudonym(String address) {
    if (address.isEmpty()) {
      return address;
    }
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      byte[] digest = mac.doFinal(address.getBytes(StandardCharsets.UTF_8));
      return "%015d".formatted(new BigInteger(1, digest).mod(ADDRESS_RANGE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + MAC, e);
    }
  }
}
