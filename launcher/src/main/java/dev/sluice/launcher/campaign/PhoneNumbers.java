package dev.sluice.launcher.campaign;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.sluice.schemas.Address;
import java.util.Optional;
import java.util.regex.Pattern;

/// Phone numbers in international form ([E.164](https://www.itu.int/rec/T-REC-E.164)), with or
/// without the plus; spaces are passed over. Never repeats one in a message.
final class PhoneNumbers {

  /// What is said of what is nothing like one, after the name of its column.
  static final String MALFORMED = "'…' must be a number in international form, as +14155238886";

  /// What is said of one that nobody can have.
  static final String NOBODYS = "'…' is in no country's numbering plan";

  static final String PLUS = "+";

  private static final Pattern FORM = Pattern.compile("\\+?[1-9]\\d{4,14}");

  /// Stands for no country: the number has to say its own.
  private static final String INTERNATIONAL = "ZZ";

  private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();

  private PhoneNumbers() {}

  /// What became of reading one.
  sealed interface Reading {
    record Valid(PhoneNumber number) implements Reading {

      /// As a channel names it: digits only, country first.
      Address address() {
        return new Address(number.getCountryCode() + UTIL.getNationalSignificantNumber(number));
      }

      @Override
      public String toString() {
        return "Valid[masked]";
      }
    }

    /// @param problem what is wrong, without the number
    record Invalid(String problem) implements Reading {}
  }

  static Reading read(String text) {
    String compact = text.replace(" ", "");
    if (!FORM.matcher(compact).matches()) {
      return new Reading.Invalid(MALFORMED);
    }
    try {
      PhoneNumber number =
          UTIL.parse(compact.startsWith(PLUS) ? compact : PLUS + compact, INTERNATIONAL);
      return UTIL.isValidNumber(number) ? new Reading.Valid(number) : new Reading.Invalid(NOBODYS);
    } catch (NumberParseException e) {
      return new Reading.Invalid(NOBODYS);
    }
  }

  /// An address as a number, fit for a [LongSet]; empty when it is not a phone number.
  static Optional<Long> digits(Address address) {
    return FORM.matcher(address.value()).matches() && !address.value().startsWith(PLUS)
        ? Optional.of(Long.valueOf(address.value()))
        : Optional.empty();
  }
}
