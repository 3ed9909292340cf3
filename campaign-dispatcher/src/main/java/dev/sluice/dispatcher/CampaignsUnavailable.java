package dev.sluice.dispatcher;

import org.jspecify.annotations.Nullable;

/// The topic of campaigns could not be read, so that nobody knows what is paused.
public final class CampaignsUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CampaignsUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
