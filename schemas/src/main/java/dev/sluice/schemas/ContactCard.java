package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Somebody a customer tells us about. Personal data.
///
/// @param fullName as it is shown; empty when the card has none
/// @param phones as they were written on the card
public record ContactCard(String fullName, List<String> phones, List<String> emails) {

  public ContactCard {
    requireNonNull(fullName, "fullName");
    phones = List.copyOf(phones);
    emails = List.copyOf(emails);
  }

  @Override
  public String toString() {
    return "ContactCard[masked]";
  }
}
