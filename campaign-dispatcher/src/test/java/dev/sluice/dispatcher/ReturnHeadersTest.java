package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.schemas.DelayedSend;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.TenantId;
import dev.sluice.schemas.WebhookHeaders;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class ReturnHeadersTest {

  private static final Instant FIRST = Instant.parse("2026-11-20T10:00:00.123456Z");
  private static final OutboundMessage MESSAGE = Messages.bulk(new TenantId("acme"), "m-1");

  @Test
  void shouldCarryHowFarAMessageHadCome() {
    // Given
    Headers headers = new RecordHeaders();
    DelayedSend delayed = new DelayedSend(MESSAGE, 5, Instant.EPOCH, 2, FIRST);

    // When
    ReturnHeaders.of(delayed).addTo(headers);

    // Then
    assertThat(ReturnHeaders.read(headers)).isEqualTo(new ReturnHeaders(2, 3, FIRST));
  }

  @Test
  void shouldCountAttemptsOfAnOldRecordAsHolds() {
    // When
    ReturnHeaders headers = ReturnHeaders.of(new DelayedSend(MESSAGE, 4, Instant.EPOCH));

    // Then
    assertThat(headers).isEqualTo(new ReturnHeaders(0, 4, null));
  }

  @Test
  void shouldTakeWhatCannotBeReadForAMessageNeverTried() {
    // Given
    Headers headers = new RecordHeaders();
    WebhookHeaders.put(headers, ReturnHeaders.FAILURES, "-1");
    WebhookHeaders.put(headers, ReturnHeaders.HOLDS, "many");
    WebhookHeaders.put(headers, ReturnHeaders.FIRST_ATTEMPT_AT, "yesterday");

    // When
    ReturnHeaders read = ReturnHeaders.read(headers);

    // Then
    assertThat(read).isEqualTo(ReturnHeaders.NONE);
    assertThat(ReturnHeaders.read(new RecordHeaders())).isEqualTo(ReturnHeaders.NONE);
  }
}
