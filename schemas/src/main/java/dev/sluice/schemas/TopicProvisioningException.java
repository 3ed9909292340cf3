package dev.sluice.schemas;

import org.jspecify.annotations.Nullable;

/// A topic that could not be created.
public final class TopicProvisioningException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TopicProvisioningException(String topic, @Nullable Throwable cause) {
    super("topic '%s' could not be created: %s".formatted(topic, cause), cause);
  }
}
