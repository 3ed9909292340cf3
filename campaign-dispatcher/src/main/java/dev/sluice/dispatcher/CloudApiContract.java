package dev.sluice.dispatcher;

import dev.sluice.dispatcher.ProviderAnswer.Refused;
import dev.sluice.schemas.OutboundMessage;
import dev.sluice.schemas.OutboundMessage.Body;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;

/// The WhatsApp Cloud API, or whatever speaks its contract.
///
/// @param account the sending phone number id
record CloudApiContract(URI url, String account) implements Contract {

  @Override
  public HttpRequest.Builder head(String secret) {
    return HttpRequest.newBuilder(Contract.below(url, "/" + account + "/messages"))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + secret);
  }

  @Override
  public String body(OutboundMessage message) {
    return CloudApiFormat.request(message);
  }

  /// Everything a message can hold.
  @Override
  public Optional<Refused> contentRefusal(Body body) {
    return Optional.empty();
  }

  @Override
  public ProviderAnswer read(HttpAnswer answer) {
    return CloudApiFormat.read(answer);
  }
}
