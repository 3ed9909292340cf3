/// What tests stand on: one broker and one database per test JVM, tenants that no other test has,
/// and processes that can be killed.
///
/// Both servers are embedded; with the system property `sluice.test.engine=docker` they are
/// Testcontainers' instead. Topic names are fixed, so tests in one JVM share topics and tell their
/// records apart by tenant ([TestTenants#unique]).
///
/// What is to die runs in a JVM of its own ([ChildJvm]), a broker as well ([BrokerJvm]); the
/// benchmarks use these too. Nothing of the product knows this package.
@NullMarked
package dev.sluice.testsupport;

import org.jspecify.annotations.NullMarked;
