package dev.sluice.benchmarks.dispatch;

/// What a dispatcher's process says of itself.
///
/// @param ready whether its group has taken it in
/// @param heapMiB in use, garbage included unless it was collected just before
/// @param residentMiB what the process has in memory
/// @param cpuMillis since it began
/// @param openFiles descriptors, connections included
/// @param threads of the platform
/// @param accepted requests the provider accepted
/// @param otherwise requests that ended otherwise
/// @param gaveUp whether it lost a partition to another member, or had one revoked, within the last
///   minute: Kafka's clients keep such a measurement for 30 to 60 s
record Vitals(
    boolean ready,
    long heapMiB,
    long residentMiB,
    long cpuMillis,
    long openFiles,
    int threads,
    long accepted,
    long otherwise,
    boolean gaveUp) {}
