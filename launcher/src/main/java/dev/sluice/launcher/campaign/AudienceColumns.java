package dev.sluice.launcher.campaign;

import dev.sluice.launcher.CannotStart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which column of an audience is what.
///
/// @param count how many fields each row has
/// @param phone the index of the column `phone`, from 0
/// @param zone the index of the column `zone`; absent when there is none
/// @param id the index of the column `id`; absent when there is none
/// @param parameters the columns that fill the template's placeholders, in order
record AudienceColumns(
    int count,
    int phone,
    @Nullable Integer zone,
    @Nullable Integer id,
    List<Parameter> parameters) {

  static final String PHONE = "phone";
  static final String ZONE = "zone";
  static final String ID = "id";

  /// Enough for any template, which has one body of 1,024 characters.
  static final int COLUMNS_MAX = 100;

  /// A column that fills a placeholder.
  record Parameter(int index, String name) {}

  AudienceColumns {
    parameters = List.copyOf(parameters);
  }

  /// @param file for errors
  /// @param header the first row
  /// @param chosen which columns fill placeholders, in order; absent for all that are nothing else
  /// @throws CannotStart naming what is missing; never a field, which may be somebody's number in a
  ///   file without a header
  static AudienceColumns of(String file, List<String> header, @Nullable List<String> chosen) {
    if (header.size() > COLUMNS_MAX) {
      throw new CannotStart(
          "%s:1: must have at most %d columns, not %d".formatted(file, COLUMNS_MAX, header.size()));
    }
    Map<String, Integer> byName = new HashMap<>();
    List<Parameter> others = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).strip();
      String known = name.toLowerCase(Locale.ROOT);
      if (byName.putIfAbsent(known, i) != null) {
        throw new CannotStart("%s:1: column %d has the name of another".formatted(file, i + 1));
      }
      if (!known.equals(PHONE) && !known.equals(ZONE) && !known.equals(ID)) {
        others.add(new Parameter(i, name));
      }
    }
    @Nullable Integer phone = byName.get(PHONE);
    if (phone == null) {
      throw new CannotStart(
          "%s:1: the first line must name the columns, and one of them must be '%s'"
              .formatted(file, PHONE));
    }
    return new AudienceColumns(
        header.size(),
        phone,
        byName.get(ZONE),
        byName.get(ID),
        chosen == null ? others : picked(file, byName, chosen));
  }

  private static List<Parameter> picked(
      String file, Map<String, Integer> byName, List<String> chosen) {
    List<Parameter> picked = new ArrayList<>();
    for (String name : chosen) {
      @Nullable Integer index = byName.get(name.strip().toLowerCase(Locale.ROOT));
      if (index == null) {
        throw new CannotStart(
            "--parameters names '%s', which is no column of %s".formatted(name.strip(), file));
      }
      picked.add(new Parameter(index, name.strip()));
    }
    return picked;
  }
}
