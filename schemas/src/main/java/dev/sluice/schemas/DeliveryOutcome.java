package dev.sluice.schemas;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of one outbound message. Every message ends in exactly one of these, so that for a
/// campaign accepted + failed + skipped + unknown + pending = total holds at any time.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(DeliveryOutcome.Accepted.class),
  @JsonSubTypes.Type(DeliveryOutcome.Failed.class),
  @JsonSubTypes.Type(DeliveryOutcome.Skipped.class),
  @JsonSubTypes.Type(DeliveryOutcome.Unknown.class)
})
public sealed interface DeliveryOutcome {

  /// What was sent, to whom, and how long it took.
  Delivery delivery();

  /// The facts all outcomes share.
  ///
  /// @param messageId our own id of the message
  /// @param attempts requests made to the provider, 0 when it was skipped
  /// @param startedAt when the first attempt began
  /// @param finishedAt when the outcome was known
  record Delivery(
      TenantId tenant,
      String messageId,
      @Nullable CampaignId campaign,
      Channel channel,
      Address recipient,
      int attempts,
      Instant startedAt,
      Instant finishedAt) {
    public Delivery {
      requireNonNull(tenant, "tenant");
      requireNonNull(messageId, "messageId");
      requireNonNull(channel, "channel");
      requireNonNull(recipient, "recipient");
      requireNonNull(startedAt, "startedAt");
      requireNonNull(finishedAt, "finishedAt");
    }
  }

  /// The provider took it. Not yet delivered: that is a [ProviderStatus].
  @JsonTypeName("accepted")
  record Accepted(Delivery delivery, String providerMessageId) implements DeliveryOutcome {
    public Accepted {
      requireNonNull(delivery, "delivery");
      requireNonNull(providerMessageId, "providerMessageId");
    }
  }

  /// The provider refused it for good, or the retries are used up.
  ///
  /// @param code the provider's code, or an HTTP status such as `http-503`
  /// @param reason the provider's words or ours; never a message's text
  @JsonTypeName("failed")
  record Failed(Delivery delivery, String code, String reason) implements DeliveryOutcome {
    public Failed {
      requireNonNull(delivery, "delivery");
      requireNonNull(code, "code");
      requireNonNull(reason, "reason");
    }
  }

  /// Not sent on purpose: campaign cancelled, recipient opted out.
  @JsonTypeName("skipped")
  record Skipped(Delivery delivery, String reason) implements DeliveryOutcome {
    public Skipped {
      requireNonNull(delivery, "delivery");
      requireNonNull(reason, "reason");
    }
  }

  /// The request was written and no answer came: it may or may not have been sent.
  @JsonTypeName("unknown")
  record Unknown(Delivery delivery, String reason) implements DeliveryOutcome {
    public Unknown {
      requireNonNull(delivery, "delivery");
      requireNonNull(reason, "reason");
    }
  }
}
