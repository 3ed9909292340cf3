package dev.sluice.topology.parse;

import static dev.sluice.schemas.DeadLetterHeaders.Reason.INCOMPLETE;
import static dev.sluice.topology.parse.Fields.address;
import static dev.sluice.topology.parse.Fields.id;
import static dev.sluice.topology.parse.Fields.kind;
import static dev.sluice.topology.parse.Fields.label;
import static dev.sluice.topology.parse.Fields.optional;
import static dev.sluice.topology.parse.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Content;
import dev.sluice.schemas.Correlation;
import dev.sluice.schemas.InboundMessage;
import dev.sluice.schemas.MessageContext;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import dev.sluice.topology.parse.WhatsAppPeople.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the entries of a `whatsapp_business_account` webhook (WhatsApp Cloud API).
///
/// Fields with messages and statuses of customers become those; what another program of the
/// business sent becomes `sent`; everything else is for the operator.
final class WhatsAppReader {

  /// Messages of customers, and those another app answers for the moment.
  private static final Set<String> MESSAGES = Set.of("messages", "standby");

  /// What was written in the WhatsApp Business app beside this one.
  private static final Set<String> ECHOES = Set.of("smb_message_echoes", "message_echoes");

  /// Statuses of messages. Those of payments have the same names and mean something else.
  private static final Set<String> OF_MESSAGES = Set.of("", "message");

  /// Echoes that answer nobody.
  private static final Set<String> NO_ANSWER = Set.of("reaction", "edit", "revoke");

  private final TenantId tenant;
  private final Instant receivedAt;
  private final Elements elements;

  WhatsAppReader(TenantId tenant, Instant receivedAt, Elements elements) {
    this.tenant = tenant;
    this.receivedAt = receivedAt;
    this.elements = elements;
  }

  void readAll(JsonNode entries) {
    for (JsonNode entry : entries) {
      Origin origin = Origin.of(tenant, Channel.WHATSAPP, entry, receivedAt);
      for (JsonNode change : entry.path("changes")) {
        readChange(origin, change);
      }
      if (entry.path("changes").isEmpty()) {
        elements.add(origin.ignored("entry without changes"));
      }
    }
  }

  private void readChange(Origin entry, JsonNode change) {
    String field = kind(change, "field");
    JsonNode value = change.path("value");
    Origin origin =
        entry.withAccount(id(value.path("metadata"), "phone_number_id").orElse(entry.account()));
    WhatsAppPeople people = new WhatsAppPeople(value.path("contacts"));
    if (MESSAGES.contains(field)) {
      readMessages(origin, value, people);
    } else if (ECHOES.contains(field)) {
      value.path("message_echoes").forEach(echo -> elements.add(readEcho(origin, echo, people)));
    } else {
      elements.add(OperatorEvents.of(origin, field, value));
    }
  }

  private void readMessages(Origin origin, JsonNode value, WhatsAppPeople people) {
    JsonNode messages = value.path("messages");
    JsonNode statuses = value.path("statuses");
    JsonNode errors = value.path("errors");
    messages.forEach(message -> elements.add(readMessage(origin, message, people)));
    statuses.forEach(status -> elements.add(readStatus(origin, status, people)));
    errors.forEach(error -> elements.add(OperatorEvents.error(origin, error)));
    if (messages.isEmpty() && statuses.isEmpty() && errors.isEmpty()) {
      elements.add(origin.ignored("change without messages"));
    }
  }

  private Parsed readMessage(Origin origin, JsonNode message, WhatsAppPeople people) {
    Person sender = people.sender(message);
    Optional<Address> customer = sender.address();
    if (customer.isEmpty()) {
      return new Parsed.Rejected(INCOMPLETE, "a WhatsApp message names no sender");
    }
    Origin here = origin.withTime(message.path("timestamp"));
    Content content = WhatsAppContent.of(message);
    MessageContext context = WhatsAppContent.context(message);
    return new Parsed.Message(
        new InboundMessage(
            tenant,
            Channel.WHATSAPP,
            idOf(here, message, content),
            here.account(),
            customer.get(),
            sender.name(),
            here.at(),
            receivedAt,
            content,
            sender.phoneBeside(),
            context.equals(MessageContext.NONE) ? null : context));
  }

  /// The message's own id, unless it has none or repeats that of the message it changes.
  private static String idOf(Origin origin, JsonNode message, Content content) {
    String id = id(message, "id").orElse("");
    boolean isBorrowed =
        (content instanceof Content.Edited(String edited, _) && id.equals(edited))
            || (content instanceof Content.Revoked(String revoked) && id.equals(revoked));
    return id.isEmpty() || isBorrowed ? origin.digestOf("message", message) : id;
  }

  private static Parsed readEcho(Origin origin, JsonNode echo, WhatsAppPeople people) {
    Optional<Address> customer = people.addressee(echo).address();
    Optional<String> id = id(echo, "id");
    if (customer.isEmpty() || id.isEmpty() || NO_ANSWER.contains(text(echo, "type"))) {
      return origin.ignored("echo");
    }
    return origin.withTime(echo.path("timestamp")).status(id.get(), State.SENT, customer.get());
  }

  private Parsed readStatus(Origin origin, JsonNode status, WhatsAppPeople people) {
    Optional<String> id = id(status, "id");
    Optional<State> state = Fields.state(text(status, "status"));
    if (id.isEmpty()) {
      return new Parsed.Rejected(INCOMPLETE, "a WhatsApp status names no message");
    }
    if (state.isEmpty() || !OF_MESSAGES.contains(text(status, "type"))) {
      return OperatorEvents.unknownState(origin, status);
    }
    @Nullable Correlation sent =
        optional(status, "biz_opaque_callback_data").map(Correlation::parse).orElse(null);
    boolean toGroup = text(status, "recipient_type").equals("group");
    return new Parsed.Status(
        new ProviderStatus(
            tenant,
            Channel.WHATSAPP,
            id.get(),
            state.get(),
            (toGroup ? address(status, "recipient_id") : people.recipient(status).address())
                .orElse(null),
            origin.withTime(status.path("timestamp")).at(),
            sent == null ? null : sent.messageId(),
            errors(status.path("errors")),
            sent == null ? null : sent.campaign(),
            toGroup ? people.participant(status).address().orElse(null) : null));
  }

  /// All of them: the first is not always the one that tells.
  private static List<ProviderError> errors(JsonNode errors) {
    List<ProviderError> read = new ArrayList<>();
    for (JsonNode error : errors) {
      String title = text(error, "title");
      read.add(
          new ProviderError(
              error.path("code").asInt(),
              title.isEmpty() ? text(error, "message") : title,
              label(error.path("error_data"), "details")));
    }
    return read;
  }
}
