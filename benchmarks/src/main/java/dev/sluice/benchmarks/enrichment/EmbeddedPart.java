package dev.sluice.benchmarks.enrichment;

import dev.sluice.benchmarks.Conditions;
import dev.sluice.benchmarks.Findings;
import dev.sluice.benchmarks.Spread;
import dev.sluice.benchmarks.Table;
import dev.sluice.benchmarks.Target;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.embedded.EmbeddedModels;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What the topology leaves of the throughput of the embedded models: the models alone, without
/// Kafka, against the whole, alternately in one run.
final class EmbeddedPart implements EnrichmentScenario.Part {

  private static final int TENANTS = 4;

  /// Some six seconds on two cores.
  private static final int MESSAGES = 6_000;

  private static final int MESSAGES_QUICKLY = 2_000;

  /// Rounds at most until the compiler of this process has come to rest: about a minute. A service
  /// has that behind it, and the models alone have it behind them after the first seconds.
  private static final int WARM_UPS = 12;

  private static final int WARM_UPS_QUICKLY = 1;

  /// The compiler rests when it takes less than this part of one processor.
  private static final double AT_REST = 0.05;

  /// Callers for each call a tenant may have under way: as many as the lanes let in at once over
  /// all tenants.
  private static final double CALLERS_PER_CALL = 1 / 0.75;

  /// Comparisons a round: a shared machine does not stay equally fast for the time of one.
  private static final int PAIRS = 3;

  /// Tells the texts of one round from those of another.
  private static final int NUMBERS_PER_ROUND = 10_000;

  private static final double RATIO = 0.8;
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public Findings measure(Conditions conditions, RunningTopology.Site site) throws Exception {
    List<TenantId> tenants = BenchTenants.first(TENANTS);
    List<Double> alone = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    Correctness correctness;
    String version;
    int messages = conditions.amount(MESSAGES, MESSAGES_QUICKLY);
    try (EmbeddedModels models = EmbeddedModels.open();
        RunningTopology topology =
            RunningTopology.start(
                site,
                site.settings(),
                tenants,
                new Ledger(),
                models.sentiment(),
                models.category())) {
      version = models.version();
      alone(models, Plan.novel("embedded-warm-up-alone", tenants, messages, 0));
      int from = NUMBERS_PER_ROUND;
      int warmUps = conditions.amount(WARM_UPS, WARM_UPS_QUICKLY);
      double compiling = 1;
      for (int i = 0; i < warmUps && compiling > AT_REST; i++) {
        Plan plan = Plan.novel("embedded-warm-up-" + i, tenants, messages, from);
        compiling = compilingDuring(() -> topology.play(plan));
        from += NUMBERS_PER_ROUND;
      }
      for (int pair = 0; pair < PAIRS * conditions.rounds(); pair++) {
        alone.add(alone(models, Plan.novel("embedded-alone-" + pair, tenants, messages, from)));
        from += NUMBERS_PER_ROUND;
        whole.add(perSecond(topology, Plan.novel("embedded-" + pair, tenants, messages, from)));
        from += NUMBERS_PER_ROUND;
      }
      correctness = topology.finish();
    }
    return findings(alone, whole, correctness, version, messages);
  }

  /// The part of one processor the compiler of this process took meanwhile.
  private static double compilingDuring(Runnable work) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long beganNanos = System.nanoTime();
    long before = compiler.getTotalCompilationTime();
    work.run();
    long millis = compiler.getTotalCompilationTime() - before;
    return TimeUnit.MILLISECONDS.toNanos(millis) / (double) (System.nanoTime() - beganNanos);
  }

  private static Findings findings(
      List<Double> alone,
      List<Double> whole,
      Correctness correctness,
      String version,
      int messages) {
    double[] ratios = new double[alone.size()];
    for (int pair = 0; pair < ratios.length; pair++) {
      ratios[pair] = whole.get(pair) / alone.get(pair);
    }
    List<Target> targets = new ArrayList<>();
    targets.add(
        Target.atLeast(
            "embedded models: messages a second through the topology against the models alone",
            Spread.of(ratios).median(),
            "×",
            RATIO));
    targets.addAll(correctness.targets("embedded models"));
    Table table =
        Table.of("Throughput of the embedded models", "what", "messages/s", "correct")
            .row("the two models alone, no Kafka", spread(alone).toString(), "")
            .row("webhook to inbox, exactly once", spread(whole).toString(), correctness.cell())
            .row("ratio", Spread.of(ratios).toString(), "")
            .note(
                "%,d messages %d times each, alternately, from %d tenants, no text twice; model %s; broker, topology and"
                        .formatted(messages, alone.size(), TENANTS, version)
                    + " models share the cores.");
    return new Findings(targets, List.of(table));
  }

  /// Both models on every text of a plan, from as many callers as the topology has.
  ///
  /// @return messages a second
  private static double alone(EmbeddedModels models, Plan plan)
      throws InterruptedException, ExecutionException {
    Tenant tenant = BenchTenants.describe(plan.messages().getFirst().tenant());
    int calls = models.sentiment().endpoint(tenant).orElseThrow().maxInFlight();
    int callers = (int) Math.ceil(calls * CALLERS_PER_CALL);
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      AtomicInteger ofSentiment = new AtomicInteger();
      AtomicInteger ofCategory = new AtomicInteger();
      for (int i = 0; i < callers; i++) {
        running.add(
            threads.submit(
                () -> readAll(plan, ofSentiment, it -> models.sentiment().read(tenant, it))));
        running.add(
            threads.submit(
                () -> readAll(plan, ofCategory, it -> models.category().read(tenant, it))));
      }
      for (Future<?> caller : running) {
        caller.get();
      }
    }
    return plan.messages().size() / ((System.nanoTime() - began) / NANOS_PER_SECOND);
  }

  /// A model asked about a text; the answer is of no interest here.
  @FunctionalInterface
  private interface Question {
    Object ask(String words) throws ModelUnavailable;
  }

  private static int readAll(Plan plan, AtomicInteger next, Question question)
      throws ModelUnavailable {
    int read = 0;
    for (int i = next.getAndIncrement(); i < plan.messages().size(); i = next.getAndIncrement()) {
      question.ask(plan.messages().get(i).words());
      read++;
    }
    return read;
  }

  private static double perSecond(RunningTopology topology, Plan plan) {
    List<Journey> journeys = topology.play(plan);
    long first = journeys.stream().mapToLong(Journey::sentNanos).min().orElseThrow();
    long last = journeys.stream().mapToLong(Journey::visibleNanos).max().orElseThrow();
    return journeys.size() / ((last - first) / NANOS_PER_SECOND);
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
