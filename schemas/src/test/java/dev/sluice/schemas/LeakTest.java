package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nothing that may end in a log shows who a customer is or what was written.
class LeakTest {

  private static final Address PERSON = new Address("canary-4915112345678");
  private static final TenantId TENANT = new TenantId("acme");
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  static Stream<Record> holders() {
    InboxItem sample = (InboxItem) Samples.of(InboxItem.class).getFirst();
    List<Content> contents =
        List.of(
            new Content.Text("canary words"),
            new Content.Media("image", "https://cdn.example/canary", "image/png", "canary caption"),
            new Content.Media("image", "canary", null, null, "canary", "canary.pdf"),
            new Content.Album(List.of(new Attachment("image", "canary")), "canary"),
            new SharedLocation(1, 2, "canary", "canary street", "canary"),
            new Content.Contacts(
                List.of(new ContactCard("canary", List.of("canary"), List.of("canary")))),
            new Content.Choice("button", "canary", "canary", "canary"),
            new Content.Form("flow", "canary"),
            new PlacedOrder("canary", List.of(), "canary"),
            new Content.Reaction("m-1", "canary"),
            new Content.Edited("m-1", "canary"),
            new PublicComment("feed", "post-1", null, "canary"),
            new Content.Notice("system", "canary", PERSON));
    List<OutboundMessage> outbound =
        Stream.of(
                new OutboundMessage.Body.Text("canary words"),
                new OutboundMessage.Body.Template(
                    "hello", "en_US", List.of("canary name", "canary")),
                new OutboundMessage.Body.Template(
                    "hello",
                    "en_US",
                    List.of(),
                    new TemplateHeader.Text("canary"),
                    List.of(new TemplateButton.Url(0, "canary"))),
                new OutboundMessage.Body.Media(
                    MediaKind.DOCUMENT, "canary", "canary words", "canary.pdf"))
            .map(LeakTest::outbound)
            .toList();
    DeliveryOutcome.Delivery delivery =
        new DeliveryOutcome.Delivery(
            TENANT, "m-1", new CampaignId("spring"), Channel.WHATSAPP, PERSON, 1, NOW, NOW);
    ConversationId conversation = new ConversationId(TENANT, Channel.WHATSAPP, PERSON);
    return Stream.of(
            contents.stream().map(content -> (Record) content),
            contents.stream().map(LeakTest::inbound),
            contents.stream()
                .map(
                    content ->
                        new InboxItem(
                            inbound(content),
                            sample.sentiment(),
                            sample.category(),
                            sample.priority(),
                            sample.inbox(),
                            sample.stages())),
            outbound.stream(),
            outbound.stream().map(message -> (Record) message.body()),
            Stream.of(
                new TemplateHeader.Text("canary"),
                new TemplateHeader.Media(MediaKind.DOCUMENT, "canary", "canary.pdf"),
                new TemplateHeader.Location(1, 2, "canary", "canary street"),
                new TemplateButton.QuickReply(0, "canary"),
                new TemplateButton.Url(1, "canary"),
                new TemplateButton.CopyCode(2, "canary")),
            outbound.stream().map(message -> new DelayedSend(message, 2, NOW)),
            Stream.of(
                new Attachment("image", "canary"),
                new ContactCard("canary", List.of("canary"), List.of("canary")),
                context(),
                requireNonNull(context().referral()),
                new InboundMessage(
                    TENANT,
                    Channel.WHATSAPP,
                    "wamid.1",
                    "1001",
                    PERSON,
                    "canary name",
                    NOW,
                    NOW,
                    new Content.Revoked("m-1"),
                    PERSON,
                    context())),
            Stream.of(
                PERSON,
                conversation,
                new OptOut(TENANT, Channel.WHATSAPP, PERSON, NOW, "by telephone"),
                delivery,
                new DeliveryOutcome.Accepted(delivery, "wamid.1"),
                new DeliveryOutcome.Failed(delivery, "131026", "undeliverable"),
                new DeliveryOutcome.Skipped(delivery, "opted out"),
                new DeliveryOutcome.Unknown(delivery, "no answer"),
                new ProviderStatus(
                    TENANT,
                    Channel.WHATSAPP,
                    "wamid.1",
                    ProviderStatus.State.FAILED,
                    PERSON,
                    NOW,
                    "m-1",
                    List.of(new ProviderStatus.ProviderError(131026, "undeliverable")))))
        .flatMap(records -> records);
  }

  @ParameterizedTest
  @MethodSource("holders")
  void shouldNotShowPersonsOrWords(Record holder) {
    // Given a record that holds canaries wherever a person's data goes
    // When
    String shown = holder.toString();
    // Then
    assertThat(shown).doesNotContain("canary").isNotBlank();
  }

  @Test
  void shouldStillTellWhichMessageItIs() {
    // Given
    InboundMessage message = inbound(new Content.Text("canary words"));
    // When
    String shown = message.toString();
    // Then
    assertThat(shown).isEqualTo("InboundMessage[acme whatsapp wamid.1 Text[12 characters]]");
  }

  private static MessageContext context() {
    return new MessageContext(
        "m-1",
        MessageContext.Forwarded.ONCE,
        "canary",
        "canary",
        "canary",
        new MessageContext.Referral("ad", "canary", "canary", "canary", "canary"),
        PERSON);
  }

  private static InboundMessage inbound(Content content) {
    return new InboundMessage(
        TENANT, Channel.WHATSAPP, "wamid.1", "1001", PERSON, "canary name", NOW, NOW, content);
  }

  private static OutboundMessage outbound(OutboundMessage.Body body) {
    return new OutboundMessage(
        TENANT, "m-1", new CampaignId("spring"), Channel.WHATSAPP, PERSON, body, NOW);
  }
}
