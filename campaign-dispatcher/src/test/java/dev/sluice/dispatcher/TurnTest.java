package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.dispatcher.CampaignView.Standing;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import dev.sluice.schemas.QuietHours;
import dev.sluice.schemas.SendTimes;
import dev.sluice.schemas.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TurnTest {

  /// In Berlin half past nine in the evening.
  private static final Instant NOW = Instant.parse("2026-11-20T20:30:00Z");

  private static final Instant EIGHT_TOMORROW = Instant.parse("2026-11-21T07:00:00Z");
  private static final SendTimes ANY = SendTimes.ANY;

  private static final Body FREE = new Body.Text("On its way.");
  private static final Body TEMPLATE = new Body.Template("offer", "en_US", List.of("Ann"));

  private static SendTimes at(Instant time) {
    return new SendTimes(time, null, null, List.of());
  }

  private static SendTimes quiet(@Nullable Instant freeTextUntil) {
    QuietHours hours = new QuietHours(LocalTime.of(21, 0), LocalTime.of(8, 0));
    return new SendTimes(null, freeTextUntil, hours, List.of(ZoneId.of("Europe/Berlin")));
  }

  private static SendTimes window(Instant freeTextUntil) {
    return new SendTimes(null, freeTextUntil, null, List.of());
  }

  private static OutboundMessage message(
      @Nullable CampaignId campaign, Body body, SendTimes times) {
    OutboundMessage any = Messages.bulk(new TenantId("acme"), "m-1");
    return new OutboundMessage(
        any.tenant(),
        any.messageId(),
        campaign,
        any.channel(),
        any.recipient(),
        body,
        any.createdAt(),
        times);
  }

  private static Stream<Arguments> turns() {
    Turn send = new Turn.Send();
    Turn tomorrow = new Turn.Park(EIGHT_TOMORROW);
    Turn paused = new Turn.Park(NOW);
    Turn cancelled = new Turn.Skip("campaign cancelled");
    Turn optedOut = new Turn.Skip("opted out");
    return Stream.of(
        arguments("plain", true, TEMPLATE, ANY, Standing.SEND, false, send),
        arguments("paused", true, TEMPLATE, ANY, Standing.WAIT, false, paused),
        arguments("cancelled", true, TEMPLATE, ANY, Standing.SKIP, false, cancelled),
        arguments("opted out", true, TEMPLATE, ANY, Standing.SEND, true, optedOut),
        arguments("opted out, paused", true, TEMPLATE, ANY, Standing.WAIT, true, optedOut),
        arguments("opted out, cancelled", true, TEMPLATE, ANY, Standing.SKIP, true, cancelled),
        arguments("a reply to one who opted out", false, FREE, ANY, Standing.SEND, true, send),
        arguments("its time has come", true, TEMPLATE, at(NOW), Standing.SEND, false, send),
        arguments(
            "in a moment",
            true,
            TEMPLATE,
            at(NOW.plusMillis(9_999)),
            Standing.SEND,
            false,
            new Turn.WaitInLane(Duration.ofMillis(9_999))),
        arguments(
            "in ten seconds",
            true,
            TEMPLATE,
            at(NOW.plusSeconds(10)),
            Standing.SEND,
            false,
            new Turn.Park(NOW.plusSeconds(10))),
        arguments("paused and later", true, TEMPLATE, quiet(null), Standing.WAIT, false, paused),
        arguments("quiet hours", true, TEMPLATE, quiet(null), Standing.SEND, false, tomorrow),
        arguments(
            "window open", false, FREE, window(NOW.plusSeconds(1)), Standing.SEND, false, send),
        arguments("window's last moment", false, FREE, window(NOW), Standing.SEND, false, send),
        arguments(
            "template outside the window",
            true,
            TEMPLATE,
            window(NOW.minusSeconds(1)),
            Standing.SEND,
            false,
            send),
        arguments(
            "free text before the window ends, quiet until after it",
            true,
            TEMPLATE,
            quiet(EIGHT_TOMORROW.minusSeconds(1)),
            Standing.SEND,
            false,
            tomorrow));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("turns")
  void shouldDecideByStandingConsentAndTime(
      String name,
      boolean ofCampaign,
      Body body,
      SendTimes times,
      Standing standing,
      boolean optedOut,
      Turn expected) {
    // When
    Turn turn =
        Turn.of(message(ofCampaign ? Messages.SPRING : null, body, times), standing, optedOut, NOW);

    // Then
    assertThat(turn).as(name).isEqualTo(expected);
  }

  @Test
  void shouldFailFreeTextThatTheChannelWouldRefuseNowOrWhenItsTimeComes() {
    // Given
    OutboundMessage late = message(null, FREE, window(NOW.minusSeconds(1)));
    OutboundMessage lateByThen =
        message(Messages.SPRING, FREE, quiet(EIGHT_TOMORROW.minusSeconds(1)));

    // When
    List<Turn> turns =
        Stream.of(late, lateByThen).map(it -> Turn.of(it, Standing.SEND, false, NOW)).toList();

    // Then
    assertThat(turns)
        .hasSize(2)
        .allSatisfy(
            turn -> {
              assertThat(turn).isInstanceOf(Turn.Fail.class);
              assertThat(((Turn.Fail) turn).code()).isEqualTo("window-closed");
              assertThat(((Turn.Fail) turn).reason()).contains("24 hours");
            });
  }
}
