package dev.sluice.schemas;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The checks that settings records share.
final class Settings {

  /// [E.164](https://www.itu.int/rec/T-REC-E.164) has 15 digits at most.
  private static final Pattern PHONE = Pattern.compile("\\+?[1-9]\\d{4,14}");

  private Settings() {}

  static <T> T required(String key, @Nullable T value) {
    if (value == null) {
      throw InvalidSetting.missing(key);
    }
    return value;
  }

  static void notBlank(String key, String value) {
    if (value.isBlank()) {
      throw new InvalidSetting(key, value, "must not be blank");
    }
  }

  static void notEmpty(String key, Collection<?> values, String constraint) {
    if (values.isEmpty()) {
      throw new InvalidSetting(key, "[]", constraint);
    }
  }

  /// @param things what is counted, for the message
  static void atMost(String key, int count, int most, String things) {
    if (count > most) {
      throw new InvalidSetting(
          key, "%d %s".formatted(count, things), "must not be more than %d".formatted(most));
    }
  }

  /// Refuses a line that is blank or too long; the message names the line.
  static void texts(String key, List<String> lines, int charsMax) {
    for (int i = 0; i < lines.size(); i++) {
      String line = "%s[%d]".formatted(key, i);
      notBlank(line, lines.get(i));
      atMost(line, lines.get(i).length(), charsMax, "characters");
    }
  }

  /// Refuses what is no phone number in international form; the plus may be left out. Absent is
  /// fine.
  static void phone(String key, @Nullable String value) {
    if (value != null && !PHONE.matcher(value).matches()) {
      throw new InvalidSetting(key, value, "must be a phone number such as +14155238886");
    }
  }

  static void pointer(String key, String value, String example) {
    if (!value.startsWith("/")) {
      throw new InvalidSetting(key, value, "must be a JSON pointer such as " + example);
    }
  }

  /// Refuses a name that two items of a list share; the message names the second.
  static void unique(String key, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i))) {
        throw new InvalidSetting(
            "%s[%d].name".formatted(key, i), names.get(i), "must be given only once");
      }
    }
  }

  static void http(String key, URI url) {
    if (!isHttp(url)) {
      throw new InvalidSetting(key, url, "must begin with http:// or https://");
    }
  }

  private static boolean isHttp(URI url) {
    return "http".equals(url.getScheme()) || "https".equals(url.getScheme());
  }

  /// Refuses what is no address of HTTP, and one with a password in it: a secret belongs into a
  /// reference. The message does not repeat an address that may hold one.
  static void httpAddress(String key, URI url) {
    if (url.getRawUserInfo() != null) {
      throw new InvalidSetting(key, "…", "must hold no user and no password");
    }
    if (!isHttp(url) || url.getHost() == null) {
      String shown = url.getRawQuery() == null ? url.toString() : "…";
      throw new InvalidSetting(key, shown, "must begin with http:// or https:// and name a host");
    }
  }

  static void between(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new InvalidSetting(
          key, plain(value), "must be between %s and %s".formatted(plain(least), plain(most)));
    }
  }

  static void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidSetting(key, value, "must be between %s and %s".formatted(least, most));
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
