package dev.sluice.launcher.campaign;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where recipients are, as far as their row, the command line or their number tells. Thread-safe.
final class RecipientZones {

  /// As many as a message may name: a number that stands for more tells nothing.
  private static final int ZONES_MAX = 60;

  private static final Map<String, ZoneId> NAMED =
      ZoneId.getAvailableZoneIds().stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), ZoneId::of));

  private final boolean asked;
  private final @Nullable ZoneId fallback;
  private final PhoneNumberToTimeZonesMapper mapper = PhoneNumberToTimeZonesMapper.getInstance();

  /// The lists met so far, so that a million people of one country share one.
  private final Map<List<String>, List<ZoneId>> known = new HashMap<>();

  private RecipientZones(boolean asked, @Nullable ZoneId fallback) {
    this.asked = asked;
    this.fallback = fallback;
  }

  /// For a campaign without quiet hours: nobody asks where a recipient is.
  static RecipientZones unasked() {
    return new RecipientZones(false, null);
  }

  /// @param fallback for a row that names no zone; absent for the number's own
  static RecipientZones of(@Nullable ZoneId fallback) {
    return new RecipientZones(true, fallback);
  }

  /// The zone of that name in the IANA database; empty when there is none.
  static Optional<ZoneId> named(String name) {
    return Optional.ofNullable(NAMED.get(name));
  }

  /// @param own what the row says; absent when it says nothing
  /// @return the likeliest first; empty when nobody asked, or nobody knows
  synchronized List<ZoneId> of(PhoneNumber number, @Nullable ZoneId own) {
    if (!asked) {
      return List.of();
    }
    @Nullable ZoneId said = own == null ? fallback : own;
    return said == null
        ? known.computeIfAbsent(mapper.getTimeZonesForNumber(number), RecipientZones::zones)
        : List.of(said);
  }

  private static List<ZoneId> zones(List<String> names) {
    return names.stream().map(NAMED::get).filter(zone -> zone != null).limit(ZONES_MAX).toList();
  }
}
