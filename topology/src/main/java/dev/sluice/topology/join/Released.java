package dev.sluice.topology.join;

/// A message whose turn has come: understood, or failed on by a stage behind.
public sealed interface Released permits Understood, Failed {}
