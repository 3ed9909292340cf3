package dev.sluice.inbox;

import org.jspecify.annotations.Nullable;

/// An inbox that could not be opened: its database does not answer in time, refuses the user, or is
/// too old. The message names the database, never a password.
public final class InboxUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InboxUnavailable(InboxSettings settings, String why, @Nullable Throwable cause) {
    super(
        "the inbox database %s (user %s) %s".formatted(settings.address(), settings.user(), why),
        cause);
  }
}
