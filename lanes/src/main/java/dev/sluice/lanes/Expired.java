package dev.sluice.lanes;

/// Work whose deadline passed while it waited; it never had a permit.
///
/// @param lane where it waited
/// @param work what was offered
/// @param <K> what names a lane
/// @param <W> the work
public record Expired<K, W>(K lane, W work) {}
