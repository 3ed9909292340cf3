package dev.sluice.topology.parse;

import static dev.sluice.topology.parse.Fields.id;
import static dev.sluice.topology.parse.Fields.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Address;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who the people of one change are: its list `contacts`, by each of their ids.
///
/// Since April 2026 a person has a business-scoped user id beside the phone number, one of the
/// whole portfolio (parent) where the business takes part in that, and may hide the number. Fields
/// of the element itself come before those of its contact.
final class WhatsAppPeople {

  private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{1,20}");

  private final Map<String, Person> byId = new HashMap<>();
  private final @Nullable Person only;

  WhatsAppPeople(JsonNode contacts) {
    for (JsonNode contact : contacts) {
      Person person = Person.of(contact);
      person.ids().forEach(id -> byId.putIfAbsent(id, person));
    }
    this.only = contacts.size() == 1 ? Person.of(contacts.path(0)) : null;
  }

  /// @param phone digits only
  /// @param name the display name
  record Person(
      @Nullable String parent,
      @Nullable String user,
      @Nullable String phone,
      @Nullable String name) {

    static final Person NOBODY = new Person(null, null, null, null);

    static Person of(JsonNode contact) {
      return read(contact, "parent_user_id", "user_id", "wa_id")
          .named(label(contact.path("profile"), "name"));
    }

    /// What stands in the field of the phone number but is none, is a user id.
    static Person read(JsonNode node, String parent, String user, String phone) {
      Optional<String> number = id(node, phone);
      boolean isPhone = number.filter(it -> PHONE.matcher(it).matches()).isPresent();
      return new Person(
          id(node, parent).orElse(null),
          id(node, user).or(() -> isPhone ? Optional.empty() : number).orElse(null),
          isPhone ? number.get() : null,
          null);
    }

    private Person named(@Nullable String displayName) {
      return new Person(parent, user, phone, displayName);
    }

    private Stream<String> ids() {
      return Stream.of(
              Optional.ofNullable(parent), Optional.ofNullable(user), Optional.ofNullable(phone))
          .flatMap(Optional::stream);
    }

    private Person or(Person other) {
      return new Person(
          parent == null ? other.parent : parent,
          user == null ? other.user : user,
          phone == null ? other.phone : phone,
          name == null ? other.name : name);
    }

    /// The id a conversation is known under, see [dev.sluice.schemas.InboundMessage#customer].
    Optional<Address> address() {
      return Optional.ofNullable(parent)
          .or(() -> Optional.ofNullable(user))
          .or(() -> Optional.ofNullable(phone))
          .map(Address::new);
    }

    /// The phone number, where it is not the address.
    @Nullable Address phoneBeside() {
      return phone == null || (parent == null && user == null) ? null : new Address(phone);
    }
  }

  /// Who wrote a message.
  Person sender(JsonNode message) {
    Person named = Person.read(message, "from_parent_user_id", "from_user_id", "from");
    return complete(named, only == null ? Person.NOBODY : only);
  }

  /// Who a status is about.
  Person recipient(JsonNode status) {
    return complete(
        Person.read(status, "recipient_parent_user_id", "recipient_user_id", "recipient_id"),
        Person.NOBODY);
  }

  /// Which member of a group a status is about.
  Person participant(JsonNode status) {
    return complete(
        Person.read(
            status,
            "recipient_participant_parent_user_id",
            "recipient_participant_user_id",
            "recipient_participant_id"),
        Person.NOBODY);
  }

  /// Whom another program of the business wrote to.
  Person addressee(JsonNode echo) {
    return complete(Person.read(echo, "to_parent_user_id", "to_user_id", "to"), Person.NOBODY);
  }

  private Person complete(Person named, Person otherwise) {
    Person known =
        named.ids().map(byId::get).flatMap(Stream::ofNullable).findFirst().orElse(otherwise);
    return named.or(known);
  }
}
