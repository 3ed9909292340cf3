package dev.sluice.topology;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the transactions of instances that are gone.
///
/// The open transaction of a dead instance holds back every reader of what it wrote to, whoever
/// takes over its tasks included, until it times out after half a minute. The group knows after six
/// seconds that the instance is gone: then whoever is left ends it. Started again under its own
/// name an instance does so itself.
///
/// A transaction belongs to an instance by its id: `<application>-<process>-<thread>`, and so does
/// a member of the group by the id of its client. What is open and of no member is abandoned: the
/// transactions are listed before the members, and who has one is a member. Ids of any other form
/// are another application's; a member whose client has another name might be anybody, and then
/// nothing is ended. An instance that has only been silent for too long is fenced by this, which is
/// what it has to be, for its tasks are somebody else's.
///
/// Needs the rights the instances have themselves: to describe the group, and to write to the
/// transactional ids that begin with the application's. Without them it says so, and the time-out
/// has to do. Thread-safe.
final class AbandonedTransactions implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AbandonedTransactions.class);

  /// For each of three requests, retries included; the transactions would have timed out by then.
  private static final long LIMIT_SECONDS = 10;

  private static final String PROCESS = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Admin admin;
  private final String application;

  /// Of a transaction; the group is the process it belongs to.
  private final Pattern transactionalId;

  /// Of a member's client; the group is its process.
  private final Pattern clientId;

  private final ExecutorService looks =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("abandoned").factory());

  /// Whether a look waits for its turn: a rebalance has many moments, and one look covers them.
  private final AtomicBoolean due = new AtomicBoolean();

  private AbandonedTransactions(Admin admin, String application) {
    this.admin = admin;
    this.application = application;
    String instance = Pattern.quote(application) + "-(" + PROCESS + ")";
    this.transactionalId = Pattern.compile(instance + "-\\d+");
    this.clientId = Pattern.compile(instance + "-StreamThread-\\d+-consumer");
  }

  /// @param application of which they are the transactions, and the group
  static AbandonedTransactions of(Map<String, Object> connection, String application) {
    return new AbandonedTransactions(Admin.create(connection), application);
  }

  /// Looks for some soon, on another thread, and ends them.
  void lookSoon() {
    if (!looks.isShutdown() && due.compareAndSet(false, true)) {
      looks.execute(this::look);
    }
  }

  /// Looks for some now and ends them.
  void look() {
    due.set(false);
    try {
      Map<String, String> open = open();
      if (open.isEmpty()) {
        return;
      }
      List<String> clients = clients();
      List<String> members =
          clients.stream().flatMap(client -> processOf(clientId, client).stream()).toList();
      if (members.size() < clients.size()) {
        return;
      }
      open.values().removeAll(Set.copyOf(members));
      Set<String> abandoned = open.keySet();
      if (!abandoned.isEmpty()) {
        get(admin.fenceProducers(abandoned).all());
        log.atInfo()
            .addKeyValue("reason", "instance gone")
            .log("ended {} transactions nobody will end", abandoned.size());
      }
    } catch (ExecutionException | TimeoutException failed) {
      log.atWarn()
          .setCause(failed)
          .log("transactions of instances that are gone could not be ended, they will time out");
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    admin.close(Duration.ZERO);
  }

  /// Each with the process it belongs to.
  private Map<String, String> open()
      throws ExecutionException, TimeoutException, InterruptedException {
    ListTransactionsOptions ongoing =
        new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    Map<String, String> open = new HashMap<>();
    for (TransactionListing transaction : get(admin.listTransactions(ongoing).all())) {
      String id = transaction.transactionalId();
      processOf(transactionalId, id).ifPresent(process -> open.put(id, process));
    }
    return open;
  }

  private List<String> clients() throws ExecutionException, TimeoutException, InterruptedException {
    ConsumerGroupDescription group =
        get(admin.describeConsumerGroups(Set.of(application)).all()).get(application);
    return requireNonNull(group).members().stream().map(MemberDescription::clientId).toList();
  }

  private static Optional<String> processOf(Pattern form, String id) {
    Matcher matcher = form.matcher(id);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
