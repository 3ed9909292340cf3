package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dispatcher.Echoes.Echo;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.ProviderStatus.ProviderError;
import dev.sluice.schemas.ProviderStatus.State;
import dev.sluice.schemas.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EchoesTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final TenantId ACME = new TenantId("acme");

  private final Echoes echoes = new Echoes(START, 3);
  private final List<Echo> heard = new ArrayList<>();

  private static Echoes.Key key(String messageId) {
    return new Echoes.Key(ACME, messageId);
  }

  static ProviderStatus status(
      TenantId tenant, @Nullable String messageId, State state, ProviderError... errors) {
    return new ProviderStatus(
        tenant,
        Channel.WHATSAPP,
        "wamid." + messageId,
        state,
        null,
        START,
        messageId,
        List.of(errors));
  }

  @Test
  void shouldTellAListenerOnceWhenAStatusComes() {
    // Given
    echoes.listen(key("m-1"), heard::add);

    // When
    echoes.note(status(new TenantId("globex"), "m-1", State.SENT), START);
    echoes.note(status(ACME, "m-2", State.SENT), START);
    echoes.note(status(ACME, null, State.SENT), START);
    echoes.note(status(ACME, "m-1", State.DELIVERED), START);
    echoes.note(status(ACME, "m-1", State.READ), START);

    // Then
    assertThat(heard).containsExactly(new Echo("wamid.m-1", null));
  }

  @Test
  void shouldTellAtOnceWhatIsRemembered() {
    // Given
    ProviderError undeliverable = new ProviderError(131026, "Message undeliverable");
    echoes.note(status(ACME, "m-1", State.FAILED, undeliverable), START);

    // When
    echoes.listen(key("m-1"), heard::add);

    // Then
    assertThat(heard).containsExactly(new Echo("wamid.m-1", undeliverable));
  }

  @Test
  void shouldNotTellWhoNoLongerListens() {
    // Given
    echoes.listen(key("m-1"), heard::add);
    echoes.unlisten(key("m-1"));

    // When
    echoes.note(status(ACME, "m-1", State.SENT), START);

    // Then
    assertThat(heard).isEmpty();
  }

  @Test
  void shouldSaySinceWhenItIsCompleteWhenItForgets() {
    // Given
    for (int i = 1; i <= 3; i++) {
      echoes.note(status(ACME, "m-" + i, State.SENT), START.plusSeconds(i));
    }
    assertThat(echoes.completeSince()).isEqualTo(START);

    // When
    echoes.note(status(ACME, "m-4", State.SENT), START.plusSeconds(4));

    // Then
    assertThat(echoes.completeSince()).isEqualTo(START.plusSeconds(1));
    echoes.listen(key("m-1"), heard::add);
    assertThat(heard).isEmpty();
  }
}
