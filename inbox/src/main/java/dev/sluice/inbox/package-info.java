/// The downstream consumer: what an agent sees.
///
/// One thread reads the topics `inbox`, `statuses` and `dispatch.results` and writes them to
/// PostgreSQL ([InboxConsumer], [InboxStore]); HTTP reads them back ([InboxReader], the
/// controllers), and a stream per browser follows what arrives ([LiveFeed]). The database can be
/// rebuilt from the topics at any time: every write is idempotent by id.
///
/// A tenant's rows are invisible without the tenant: row-level security is forced, and [Tx] is the
/// only way to a connection. Start reading at [InboxService].
@NullMarked
package dev.sluice.inbox;

import org.jspecify.annotations.NullMarked;
