package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;

/// What one kind of provider wants to be sent, and what its answers mean. Pure, thread-safe.
sealed interface Contract
    permits CloudApiContract, Dialog360Contract, TemplateContract, TwilioContract {

  /// Where and with which headers a message is posted.
  ///
  /// @throws IllegalArgumentException when settings and secret make no request
  HttpRequest.Builder head(String secret);

  /// What is posted, for a message that is not refused.
  String body(OutboundMessage message);

  ProviderAnswer read(HttpAnswer answer);

  /// Why a message of this sort cannot be sent at all; empty when it can. What cannot be sent whole
  /// is not sent.
  default Optional<Refused> refusal(OutboundMessage message) {
    if (message.channel() == Channel.WHATSAPP) {
      return contentRefusal(message.body());
    }
    String channel = message.channel().wireName();
    return Optional.of(new Refused("channel", "the tenant's provider does not serve " + channel));
  }

  /// What of the content the provider has no place for; empty when it has one for everything.
  Optional<Refused> contentRefusal(Body body);

  /// A refusal of content, before anything is sent.
  static Optional<Refused> cannotCarry(String reason) {
    return Optional.of(new Refused("content", reason));
  }

  /// A path below the address a tenant gave, which may end with a slash.
  ///
  /// @throws IllegalArgumentException when the two make no address
  static URI below(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }
}
