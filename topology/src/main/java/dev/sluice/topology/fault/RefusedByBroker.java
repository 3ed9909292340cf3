package dev.sluice.topology.fault;

/// A record of this message was refused by a broker before: trying again would break another
/// transaction.
public final class RefusedByBroker extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RefusedByBroker() {
    super("refused by a broker before");
  }
}
