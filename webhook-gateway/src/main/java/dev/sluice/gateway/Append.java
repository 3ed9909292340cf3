package dev.sluice.gateway;

/// What became of an append.
sealed interface Append {

  /// Every replica asked for has it.
  record Done() implements Append {}

  /// Larger than the topic takes; trying again is in vain.
  record TooLarge() implements Append {}

  /// Not confirmed within the deadline. It may still be stored later, so the same delivery may come
  /// to be there twice.
  ///
  /// @param reason in our words or Kafka's; never a piece of the record
  record NotConfirmed(String reason) implements Append {}
}
