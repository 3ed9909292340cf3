package dev.sluice.benchmarks.dispatch;

import dev.sluice.schemas.OutboundMessage;
import java.io.IOException;
import java.util.List;

/// A way to send a campaign with a window, running and idle until it is given one.
interface Design extends AutoCloseable {

  String name();

  /// At whose account its messages arrive.
  Client client();

  /// Hands a campaign over; returns before it is sent.
  void begin(List<OutboundMessage> campaign) throws IOException;

  @Override
  void close();
}
