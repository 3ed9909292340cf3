package dev.sluice.launcher.demo;

import java.time.Duration;

/// A message as the inbox shows it.
///
/// @param seq its place among all messages of its tenant
/// @param endToEnd from the gateway's having read it to its being stored
record StoredMessage(MessageKey key, long seq, Duration endToEnd) {}
