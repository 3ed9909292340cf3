/// What tests stand on: one broker and one database per test JVM, and tenants that no other test
/// has.
///
/// Both servers are embedded; with the system property `sluice.test.engine=docker` they are
/// Testcontainers' instead. Topic names are fixed, so tests in one JVM share topics and tell their
/// records apart by tenant ([TestTenants#unique]). Test scope only.
@NullMarked
package dev.sluice.testsupport;

import org.jspecify.annotations.NullMarked;
