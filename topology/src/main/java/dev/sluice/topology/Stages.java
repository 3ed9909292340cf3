package dev.sluice.topology;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.ProviderStatus;
import dev.sluice.schemas.Sentiment;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.admit.Admit;
import dev.sluice.topology.admit.Admitted;
import dev.sluice.topology.admit.RefuseDuplicates;
import dev.sluice.topology.admit.Waiting;
import dev.sluice.topology.enrich.Branch;
import dev.sluice.topology.enrich.ModelBranch;
import dev.sluice.topology.fault.Refusals;
import dev.sluice.topology.join.JoinAndRelease;
import dev.sluice.topology.join.Part;
import dev.sluice.topology.join.Released;
import dev.sluice.topology.join.Understood;
import dev.sluice.topology.parse.Element;
import dev.sluice.topology.parse.ParseStage;
import dev.sluice.topology.repeats.CountRepeats;
import dev.sluice.topology.repeats.Counted;
import dev.sluice.topology.repeats.ForgetAnswered;
import dev.sluice.topology.score.Desk;
import dev.sluice.topology.score.Scored;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.StoreBuilder;

/// The stages of the topology with everything they need, each under the name it has in the picture.
///
/// Kafka Streams asks for a new processor per task; what they share (models, lanes, tenants) is
/// thread-safe.
public final class Stages {

  private final Branch<Sentiment> sentimentBranch;
  private final Branch<Category> categoryBranch;
  private final Limits limits;
  private final Refusals refusals;
  private final TopologyMetrics metrics;
  private final Desk desk;
  private final ThreadLocal<CommitPace> pace;

  /// What the stages keep to.
  ///
  /// @param duplicateWindow how long a repetition is recognised
  /// @param pendingMax messages a tenant may have pending in one task before the next are parked
  /// @param commitInterval at least so long between two transactions of a thread
  public record Limits(
      Duration duplicateWindow, int pendingMax, Guarantee guarantee, Duration commitInterval) {

    public static final Limits DEFAULT =
        new Limits(
            TopologySettings.DUPLICATE_WINDOW,
            TopologySettings.PENDING_MAX,
            Guarantee.EXACTLY_ONCE);

    /// With the commit interval of production.
    public Limits(Duration duplicateWindow, int pendingMax, Guarantee guarantee) {
      this(duplicateWindow, pendingMax, guarantee, TopologySettings.COMMIT_INTERVAL);
    }
  }

  /// @param refusals what brokers refused; shared with the instance's exception handlers
  public Stages(
      Branch<Sentiment> sentimentBranch,
      Branch<Category> categoryBranch,
      Tenants tenants,
      Limits limits,
      Refusals refusals,
      TopologyMetrics metrics) {
    this.sentimentBranch = sentimentBranch;
    this.categoryBranch = categoryBranch;
    this.limits = limits;
    this.refusals = refusals;
    this.metrics = metrics;
    this.desk = new Desk(tenants);
    this.pace = ThreadLocal.withInitial(() -> new CommitPace(limits.commitInterval()));
  }

  Processor<String, byte[], String, Element> parse() {
    return new ParseStage(metrics);
  }

  Processor<String, Element, String, Element> refuseDuplicates() {
    return new RefuseDuplicates(limits.duplicateWindow(), limits.guarantee(), metrics);
  }

  Processor<String, Element, String, Admitted> admit() {
    return new Admit(limits.pendingMax(), limits.guarantee(), refusals, metrics);
  }

  Processor<String, Admitted, String, Part> sentiment() {
    return new ModelBranch<>(sentimentBranch, metrics);
  }

  Processor<String, Admitted, String, Part> category() {
    return new ModelBranch<>(categoryBranch, metrics);
  }

  Processor<String, Part, String, Released> joinAndRelease() {
    return new JoinAndRelease(limits.guarantee(), pace::get, refusals, metrics);
  }

  Processor<String, ProviderStatus, Void, Void> forgetAnswered() {
    return new ForgetAnswered();
  }

  Processor<String, Understood, String, Counted> countRepeats() {
    return new CountRepeats();
  }

  Scored score(Counted message) {
    return desk.score(message);
  }

  InboxItem route(Scored message) {
    return desk.route(message);
  }

  boolean wantsOwnTopic(String key, InboxItem item) {
    return desk.wantsOwnTopic(key, item);
  }

  Duration duplicateWindow() {
    return limits.duplicateWindow();
  }

  StoreBuilder<Waiting> waiting() {
    return Waiting.builder(metrics);
  }
}
