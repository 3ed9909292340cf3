package dev.sluice.launcher.campaign;

/// Whether a campaign fits what the channel grants: so many people in 24 hours.
///
/// @param limit people who may be written to in 24 hours outside a conversation
/// @param audience people the campaign writes to
/// @param recent people campaigns wrote to in the 24 hours before it
/// @param together people in either, each counted once: who was written to may be written to again
record Budget(int limit, long audience, long recent, long together) {

  static Budget of(int limit, LongSet audience, LongSet recent) {
    long[] both = {0};
    recent.forEach(
        person -> {
          if (audience.contains(person)) {
            both[0]++;
          }
        });
    long together = (long) audience.size() + recent.size() - both[0];
    return new Budget(limit, audience.size(), recent.size(), together);
  }

  /// Of an audience that is too large whoever was written to before.
  static Budget exceeded(int limit, long audience) {
    return new Budget(limit, audience, 0, audience);
  }

  boolean fits() {
    return together <= limit;
  }

  /// In words for a person.
  String sentence() {
    if (audience > limit) {
      return "%,d people are more than the messaging limit of %,d in 24 hours"
          .formatted(audience, limit);
    }
    return "%,d people and the %,d written to in the 24 hours before are %,d, and the messaging limit is %,d"
        .formatted(audience, recent, together, limit);
  }
}
