package dev.sluice.lanes;

/// How soon work matters to a person: the class it belongs to within its lane.
public enum Urgency {
  /// Somebody is waiting for it: starts before all bulk work of its lane and may use every permit.
  INTERACTIVE,
  /// Nobody is waiting for it: leaves the permits reserved for interactive work alone.
  BULK
}
