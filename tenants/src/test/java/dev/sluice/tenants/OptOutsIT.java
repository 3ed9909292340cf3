package dev.sluice.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OptOut;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.Topics;
import dev.sluice.testsupport.TestBroker;
import dev.sluice.testsupport.TestTenants;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The live view of opt-outs, on a broker.
class OptOutsIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Address ANA = new Address("4915550100");

  private final TenantId shop = TestTenants.unique("optout").id();

  @BeforeEach
  void createTopics() {
    TestBroker.createSharedTopics();
  }

  private void optOut(Channel channel) {
    OptOut optOut = new OptOut(shop, channel, ANA, Instant.now(), null);
    TestBroker.produce(Topics.OPT_OUTS, optOut.key(), optOut);
  }

  @Test
  void shouldKnowWhoOptedOutBeforeItWasOpened() {
    // Given
    optOut(Channel.WHATSAPP);

    // When
    try (OptOuts optOuts = OptOuts.follow(TestBroker.connection())) {

      // Then
      assertThat(optOuts.isOptedOut(shop, Channel.WHATSAPP, ANA)).isTrue();
      assertThat(optOuts.isOptedOut(shop, Channel.MESSENGER, ANA)).isFalse();
      assertThat(optOuts.isOptedOut(TestTenants.unique("other").id(), Channel.WHATSAPP, ANA))
          .isFalse();
    }
  }

  @Test
  void shouldFollowWhoOptsOutAndWhoComesBack() {
    // Given
    optOut(Channel.WHATSAPP);
    try (OptOuts optOuts = OptOuts.follow(TestBroker.connection())) {

      // When
      optOut(Channel.MESSENGER);
      TestBroker.produce(Topics.OPT_OUTS, OptOut.key(shop, Channel.WHATSAPP, ANA), null);

      // Then
      await().atMost(LIMIT).until(() -> !optOuts.isOptedOut(shop, Channel.WHATSAPP, ANA));
      assertThat(optOuts.isOptedOut(shop, Channel.MESSENGER, ANA)).isTrue();
    }
  }
}
