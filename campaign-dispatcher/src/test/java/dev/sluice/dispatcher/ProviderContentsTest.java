package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.SomeProviders.ACCOUNT;
import static dev.sluice.dispatcher.SomeProviders.PROMPT;
import static dev.sluice.dispatcher.SomeProviders.settings;
import static dev.sluice.dispatcher.SomeProviders.simulator;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.ProviderAnswer.Accepted;
import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.MediaKind;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.TemplateButton;
import dev.sluice.schemas.TemplateHeader;
import dev.sluice.schemas.Tenant.Provider.Kind;
import dev.sluice.schemas.TenantId;
import dev.sluice.simulator.ProviderSimulator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything a message can hold, to every kind of provider, over HTTP: it is taken in the
/// provider's own form, or refused before anything is sent.
@Timeout(60)
final class ProviderContentsTest {

  private static final Map<String, Body> CONTENTS =
      Map.ofEntries(
          Map.entry("text", new Body.Text("On its way.")),
          Map.entry("template", template(null)),
          Map.entry("text header", template(new TemplateHeader.Text("May"))),
          Map.entry("image header", header(MediaKind.IMAGE, null)),
          Map.entry("video header", header(MediaKind.VIDEO, null)),
          Map.entry("document header", header(MediaKind.DOCUMENT, "offer.pdf")),
          Map.entry(
              "location header", template(new TemplateHeader.Location(1.5, -7, "Shop", "1 St"))),
          Map.entry("quick reply", template(null, new TemplateButton.QuickReply(0, "STOP"))),
          Map.entry("url", template(null, new TemplateButton.Url(1, "offers/42"))),
          Map.entry("copy code", template(null, new TemplateButton.CopyCode(9, "TEN"))),
          Map.entry(
              "everything",
              template(
                  new TemplateHeader.Text("May"),
                  new TemplateButton.Url(1, "offers/42"),
                  new TemplateButton.QuickReply(0, "STOP"))),
          Map.entry("image", new Body.Media(MediaKind.IMAGE, "7", "Here", null)),
          Map.entry("video", new Body.Media(MediaKind.VIDEO, "7", null, null)),
          Map.entry("audio", new Body.Media(MediaKind.AUDIO, "7", null, null)),
          Map.entry("document", new Body.Media(MediaKind.DOCUMENT, "7", "Here", "offer.pdf")),
          Map.entry("sticker", new Body.Media(MediaKind.STICKER, "7", null, null)));

  /// All that Twilio's form has a place for.
  private static final List<String> TWILIO = List.of("text", "template");

  private final Providers providers =
      new Providers(Duration.ofSeconds(10), SomeProviders.SECRETS, InstantSource.system());

  @AfterEach
  void close() {
    providers.close();
  }

  static Stream<Arguments> carried() {
    return all().filter(it -> carries((Kind) it.get()[0], (String) it.get()[1]));
  }

  static Stream<Arguments> notCarried() {
    return all().filter(it -> !carries((Kind) it.get()[0], (String) it.get()[1]));
  }

  private static Stream<Arguments> all() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> CONTENTS.keySet().stream().sorted().map(what -> Arguments.of(kind, what)));
  }

  private static boolean carries(Kind kind, String what) {
    return switch (kind) {
      case WHATSAPP_CLOUD, DIALOG_360, HTTP -> true;
      case TWILIO -> TWILIO.contains(what);
    };
  }

  @ParameterizedTest
  @MethodSource("carried")
  void shouldSendWhatTheProviderCarries(Kind kind, String what) throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT)) {
      // Given
      Provider provider = providers.of(settings(kind, simulator.base()));

      // When
      ProviderAnswer answer = provider.send(message(what));

      // Then
      assertThat(answer).isInstanceOf(Accepted.class);
      assertThat(simulator.report().of(ACCOUNT).accepted())
          .containsOnlyKeys(kind == Kind.TWILIO ? "whatsapp:+4915550001" : "m-1");
    }
  }

  @ParameterizedTest
  @MethodSource("notCarried")
  void shouldRefuseTheRestAndSendNothing(Kind kind, String what) throws InterruptedException {
    try (ProviderSimulator simulator = simulator(PROMPT)) {
      // Given
      Provider provider = providers.of(settings(kind, simulator.base()));

      // When
      ProviderAnswer answer = provider.send(message(what));

      // Then
      assertThat(answer)
          .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.code()).isEqualTo("content"));
      assertThat(simulator.report().of(ACCOUNT).arrivals()).isEmpty();
    }
  }

  private static Body header(MediaKind kind, @Nullable String filename) {
    return template(new TemplateHeader.Media(kind, "7", filename));
  }

  private static Body template(@Nullable TemplateHeader header, TemplateButton... buttons) {
    return new Body.Template("offer", "en_US", List.of("Ann"), header, List.of(buttons));
  }

  private static OutboundMessage message(String what) {
    return new OutboundMessage(
        new TenantId("acme"),
        "m-1",
        Messages.SPRING,
        Channel.WHATSAPP,
        new Address("4915550001"),
        requireNonNull(CONTENTS.get(what)),
        Instant.EPOCH);
  }
}
