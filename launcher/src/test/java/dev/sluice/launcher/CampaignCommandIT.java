package dev.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.launcher.CampaignWorld.Ran;
import dev.sluice.schemas.Address;
import dev.sluice.schemas.Campaign;
import dev.sluice.schemas.Campaign.State;
import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.DeliveryOutcome;
import dev.sluice.schemas.DeliveryOutcome.Delivery;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.QuietHours;
import dev.sluice.schemas.Topics;
import dev.sluice.simulator.Failure;
import dev.sluice.simulator.Latency;
import dev.sluice.simulator.ProviderBehaviour;
import dev.sluice.testsupport.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Campaigns as a person runs them: the command line, a broker, a dispatcher and a simulated
/// provider.
@Timeout(400)
class CampaignCommandIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ProviderBehaviour PROMPT =
      ProviderBehaviour.accepting(Latency.constant(Duration.ofMillis(20)));

  private static final ProviderBehaviour EXPIRED =
      PROMPT.withFailures(new Failure(1, true, 401, 190, "Error validating access token"));

  private static final String START = "campaign start --tenant T --template offer --audience";

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void createTopics() {
    TestBroker.createSharedTopics();
  }

  private CampaignWorld world(ProviderBehaviour behaviour) throws Exception {
    return CampaignWorld.of(directory, behaviour, null);
  }

  @Test
  void shouldSendToEverybodyOnceButThoseWhoOptedOut() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given
      world.startDispatcher();
      Ran optOut = world.run("opt-out add --tenant T +12025550007 12025559999");

      // When
      Ran start = world.run(START, world.audience(501), "--campaign=spring");

      // Then
      assertThat(optOut.out()).contains("opted out: 2 numbers");
      assertThat(start.err()).isEmpty();
      assertThat(start.status()).isZero();
      assertThat(start.out())
          .contains("501 read, 0 bad, 1 opted out", "started: 500 messages handed over");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(world.run("campaign status --tenant T --campaign spring").out())
                      .contains("spring of " + world.id() + ": done", "accepted      500"));
      assertThat(world.report().accepted()).hasSize(500).doesNotContainKey("spring-9");
      assertThat(world.report().arrivals().values()).allMatch(times -> times == 1);
    }
  }

  @Test
  void shouldSendNothingWhenALineIsBad() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given
      Path audience =
          world.file("audience.csv", "phone,name\n+12025550001,Ana\n+1202555,Bo\n+12025550002,\n");

      // When
      Ran start = world.run(START, audience);

      // Then
      assertThat(start.status()).isEqualTo(2);
      assertThat(start.err().lines())
          .containsExactly(
              "audience.csv:3: phone '…' is in no country's numbering plan",
              "audience.csv:4: column 'name' is empty",
              "sluice: nothing was sent: 2 lines of 3 are bad; mend them, or leave them out with --skip-bad-lines");
      assertThat(world.messages(0)).isEmpty();
      assertThat(world.campaigns()).isEmpty();
    }
  }

  @Test
  void shouldSendToTheOthersWhenAsked() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given
      Path audience = world.file("audience.csv", "phone,name\n+12025550001,Ana\n+1202555,Bo\n");

      // When
      Ran start = world.run(START, audience, "--skip-bad-lines");

      // Then
      assertThat(start.status()).isZero();
      assertThat(world.messages(1)).hasSize(1);
      assertThat(world.campaigns())
          .singleElement()
          .satisfies(campaign -> assertThat(campaign.total()).isEqualTo(1));
    }
  }

  @Test
  void shouldSendNothingOnADryRun() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // When
      Ran start = world.run(START, world.audience(100), "--dry-run", "--rate=5");

      // Then
      assertThat(start.status()).isZero();
      assertThat(start.out())
          .contains(
              "100, each to another person",
              "template offer (en_US), parameters ('…'), to '…'",
              "20 s or more, at 5 per second at most",
              "dry run: nothing was sent")
          .doesNotContain("Ana", "202555");
      assertThat(world.messages(0)).isEmpty();
      assertThat(world.campaigns()).isEmpty();
    }
  }

  @Test
  void shouldTakeANameOnce() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given
      world.run(START, world.audience(1), "--campaign=spring");

      // When
      Ran again = world.run(START, world.audience(2), "--campaign=spring");

      // Then
      assertThat(again.status()).isEqualTo(2);
      assertThat(again.err()).contains("has a campaign 'spring' already");
      assertThat(world.messages(1)).hasSize(1);
    }
  }

  @Test
  void shouldScheduleWithQuietHoursInTheRecipientsZone() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given
      Instant at = Instant.now().plusSeconds(3600);

      // When
      Ran start =
          world.run(
              START, world.audience(1), "--at=" + at, "--quiet-hours=21:00-08:00", "--rate=2.5");

      // Then
      assertThat(start.status()).isZero();
      assertThat(world.messages(1))
          .singleElement()
          .satisfies(
              message -> {
                assertThat(message.sendTimes().notBefore()).isEqualTo(at);
                assertThat(message.sendTimes().quietHours())
                    .isEqualTo(QuietHours.parse("21:00-08:00"));
                assertThat(message.sendTimes().zones())
                    .containsExactly(ZoneId.of("America/New_York"));
              });
      assertThat(world.campaigns())
          .singleElement()
          .satisfies(campaign -> assertThat(campaign.state()).isEqualTo(State.SCHEDULED));
    }
  }

  @Test
  void shouldBeginAtItsTime() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given: a little longer than starting takes
      world.startDispatcher();
      Instant at = Instant.now().plusSeconds(15);

      // When
      Ran start = world.run(START, world.audience(20), "--at=" + at);
      int acceptedBefore = world.report().accepted().size();

      // Then
      assertThat(start.out()).contains("begins         at " + at, "scheduled: 20 messages");
      assertThat(acceptedBefore).isZero();
      await().atMost(PATIENCE).until(() -> world.report().accepted().size() == 20);
      assertThat(TestBroker.readAll(Topics.DISPATCH_RESULTS, world.id(), 20, PATIENCE))
          .extracting(record -> record.value().delivery().startedAt())
          .allMatch(started -> !started.isBefore(at));
    }
  }

  @Test
  void shouldNotWriteToMorePeopleThanTheMessagingLimitAllows() throws Exception {
    try (CampaignWorld world = CampaignWorld.of(directory, PROMPT, 4)) {
      // Given: two were written to today, one of them is in the audience
      writtenTo(world, "12025550000", Instant.now());
      writtenTo(world, "12025558888", Instant.now());
      writtenTo(world, "12025557777", Instant.now().minus(Duration.ofHours(25)));

      // When
      Ran four = world.run(START, world.audience(4));
      Ran three = world.run(START, world.audience(3), "--dry-run");
      Ran overLimit = world.run(START, world.audience(4), "--over-limit");

      // Then
      assertThat(four.status()).isEqualTo(2);
      assertThat(four.err())
          .contains(
              "nothing was sent: 4 people and the 2 written to in the 24 hours before are 5, and the messaging limit is 4");
      assertThat(three.status()).isZero();
      assertThat(overLimit.status()).isZero();
      assertThat(world.messages(4)).hasSize(4);
    }
  }

  private static void writtenTo(CampaignWorld world, String number, Instant at) {
    Delivery delivery =
        new Delivery(
            world.id(),
            "old-" + number,
            new CampaignId("old"),
            Channel.WHATSAPP,
            new Address(number),
            1,
            at,
            at);
    TestBroker.produce(
        Topics.DISPATCH_RESULTS,
        world.id().value(),
        new DeliveryOutcome.Accepted(delivery, "wamid." + number));
  }

  @Test
  void shouldBePausedResumedAndCancelledByAPerson() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given
      world.run(START, world.audience(1), "--campaign=spring");

      // When
      Ran pause = world.run("campaign pause --tenant T --campaign spring --reason typo");
      Ran twice = world.run("campaign pause --tenant T --campaign spring");
      Ran resume = world.run("campaign resume --tenant T --campaign spring");
      Ran cancel = world.run("campaign cancel --tenant T --campaign spring");
      Ran unknown = world.run("campaign cancel --tenant T --campaign summer");

      // Then
      assertThat(List.of(pause.status(), resume.status(), cancel.status())).containsOnly(0);
      assertThat(twice.err())
          .contains("campaign 'spring' is paused already: typo; there is nothing to pause");
      assertThat(unknown.err()).contains("has no campaign 'summer', only spring");
      assertThat(world.campaigns())
          .extracting(Campaign::state)
          .containsExactly(State.RUNNING, State.PAUSED, State.RUNNING, State.CANCELLED);
      assertThat(world.campaigns())
          .extracting(Campaign::plan)
          .containsOnly(world.campaigns().getFirst().plan());
    }
  }

  @Test
  void shouldSendExactlyWhatRemainsWhenTheCredentialIsMended() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given: the credential expires in the middle
      world.startDispatcher();
      world.behave(PROMPT.withLatency(Latency.constant(Duration.ofMillis(200))));
      world.run(START, world.audience(500), "--campaign=spring");
      await().atMost(PATIENCE).until(() -> world.report().accepted().size() > 50);
      world.behave(EXPIRED);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(world.run("campaign status --tenant T --campaign spring").out())
                      .contains("spring of " + world.id() + ": paused since", "190"));
      int acceptedBefore = world.report().accepted().size();

      // When
      world.behave(PROMPT);
      Ran resume = world.run("campaign resume --tenant T --campaign spring");

      // Then
      assertThat(resume.status()).isZero();
      assertThat(acceptedBefore).isBetween(50, 499);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(world.run("campaign status --tenant T --campaign spring").out())
                      .contains(": done", "accepted      500", "pending       0"));
      assertThat(world.report().accepted()).hasSize(500);
      assertThat(world.report().accepted().values()).allMatch(times -> times == 1);
    }
  }

  @Test
  void shouldSendAgainWhatFailedAndNothingElse() throws Exception {
    try (CampaignWorld world = world(PROMPT.withFailures(Failure.undeliverable(0.5)))) {
      // Given
      world.startDispatcher();
      world.run(START, world.audience(40), "--campaign=spring");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(world.run("campaign status --tenant T --campaign spring").out())
                      .contains(": done", "131026"));
      int accepted = world.report().accepted().size();
      world.behave(PROMPT);

      // When
      Ran resend = world.run("campaign resend-failed --tenant T --campaign spring");

      // Then
      assertThat(resend.err()).isEmpty();
      assertThat(resend.out())
          .contains("started spring.r1: %d messages sent again".formatted(40 - accepted));
      await().atMost(PATIENCE).until(() -> world.report().accepted().size() == 40);
      assertThat(world.messages(80 - accepted))
          .filteredOn(message -> new CampaignId("spring.r1").equals(message.campaign()))
          .extracting(OutboundMessage::recipient)
          .doesNotHaveDuplicates()
          .hasSize(40 - accepted);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(world.run("campaign resend-failed --tenant T --campaign spring").err())
                      .contains("nothing of campaign 'spring' is left to be sent again"));
    }
  }

  @Test
  void shouldKeepTheListOfThoseWhoOptedOut() throws Exception {
    try (CampaignWorld world = world(PROMPT)) {
      // Given
      Path file = world.file("numbers.csv", "phone\n12025550001\n12025550001\n12025550002\n");

      // When
      Ran add = world.run("opt-out add --tenant T --reason telephone --file", file);
      Ran remove = world.run("opt-out remove --tenant T +12025550001");
      Ran wrong = world.run("opt-out add --tenant T +12025550003 1202555");
      Ran list = world.run("opt-out list --tenant T");

      // Then
      assertThat(List.of(add.status(), remove.status(), list.status())).containsOnly(0);
      assertThat(wrong.status()).isEqualTo(2);
      assertThat(wrong.err()).isEqualTo("sluice: number 2 '…' is in no country's numbering plan\n");
      assertThat(list.out().lines())
          .singleElement()
          .satisfies(line -> assertThat(line).startsWith("+12025550002").endsWith("telephone"));
    }
  }
}
