package dev.sluice.embedded;

import java.util.HashMap;
import java.util.Map;

/// The parameters a server is started with, as a pure function of its settings.
final class PostgresParameters {

  private PostgresParameters() {}

  static Map<String, String> of(PostgresSettings settings) {
    Map<String, String> all = new HashMap<>(FIXED);
    String durable = settings.durable() ? "on" : "off";
    // Stated in both cases: zonky starts PostgreSQL with -F, which is fsync=off.
    all.put("fsync", durable);
    all.put("synchronous_commit", durable);
    all.put("full_page_writes", durable);
    all.putAll(settings.overrides());
    return all;
  }

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("listen_addresses", LoopbackPorts.ADDRESS),
          Map.entry("unix_socket_directories", ""),
          // Memory and processes for a laptop: 32 MB holds the hot rows of an inbox of 100,000;
          // 50 connections are five services with pools of ten.
          Map.entry("shared_buffers", "32MB"),
          Map.entry("max_connections", "50"),
          Map.entry("maintenance_work_mem", "32MB"),
          Map.entry("max_wal_size", "256MB"),
          Map.entry("wal_level", "minimal"),
          Map.entry("max_wal_senders", "0"),
          Map.entry("max_worker_processes", "2"),
          Map.entry("autovacuum_max_workers", "2"),
          Map.entry("io_method", "sync"),
          Map.entry("jit", "off"),
          // A week of files, each overwritten after seven days. Terse, without statements: the
          // details of a failed statement would be a customer's words.
          Map.entry("logging_collector", "on"),
          Map.entry("log_directory", "log"),
          Map.entry("log_filename", "postgresql-%a.log"),
          Map.entry("log_truncate_on_rotation", "on"),
          Map.entry("log_rotation_age", "1d"),
          Map.entry("log_rotation_size", "0"),
          Map.entry("log_error_verbosity", "terse"),
          Map.entry("log_min_error_statement", "panic"));
}
