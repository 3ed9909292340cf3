package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusedSourcesTest {

  private static final Reply.Refusal REFUSAL = new Reply.NotSigned();

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final RefusedSources sources = new RefusedSources(2, () -> now.get());

  @Test
  void shouldTellWhoIsRefusedTooOftenWithinAMinute() {
    // Given
    sources.said("a", REFUSAL);
    sources.said("a", REFUSAL);

    // When
    Reply third = sources.said("a", REFUSAL);
    Reply other = sources.said("b", REFUSAL);
    now.set(Instant.EPOCH.plusSeconds(60));
    Reply later = sources.said("a", REFUSAL);

    // Then
    assertThat(third).isEqualTo(new Reply.TooManyRefused());
    assertThat(other).isEqualTo(REFUSAL);
    assertThat(later).isEqualTo(REFUSAL);
  }

  @Test
  void shouldCountNoMoreSourcesThanItHasRoomFor() {
    // Given
    IntStream.range(0, 10_000).forEach(i -> sources.said("s" + i, REFUSAL));

    // When
    Reply reply =
        IntStream.range(0, 5).mapToObj(i -> sources.said("x", REFUSAL)).toList().getLast();

    // Then
    assertThat(reply).isEqualTo(REFUSAL);
  }

  @Test
  void shouldNameANetworkOfAnIpv6ProviderOnce() throws Exception {
    // Given
    InetAddress one = InetAddress.getByName("2001:db8:1:2:3:4:5:6");
    InetAddress same = InetAddress.getByName("2001:db8:1:2:ffff::1");
    InetAddress other = InetAddress.getByName("2001:db8:1:3::1");

    // When
    String name = Source.of(new InetSocketAddress(one, 1));

    // Then
    assertThat(Source.of(new InetSocketAddress(same, 2))).isEqualTo(name);
    assertThat(Source.of(new InetSocketAddress(other, 1))).isNotEqualTo(name);
    assertThat(Source.of(null)).isEqualTo("unknown");
  }
}
