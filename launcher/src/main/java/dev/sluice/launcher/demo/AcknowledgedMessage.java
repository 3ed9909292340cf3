package dev.sluice.launcher.demo;

/// A message the gateway took responsibility for.
///
/// @param conversation the thread it belongs to; any text that is the same for the same thread
/// @param position its place in the thread, in the order the messages were acknowledged
record AcknowledgedMessage(MessageKey key, String conversation, int position) {}
