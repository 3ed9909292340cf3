package dev.sluice.topology;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Sentiment;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.admit.Admit;
import dev.sluice.topology.admit.Admitted;
import dev.sluice.topology.admit.RefuseDuplicates;
import dev.sluice.topology.enrich.Branch;
import dev.sluice.topology.enrich.ModelBranch;
import dev.sluice.topology.join.JoinAndRelease;
import dev.sluice.topology.join.Part;
import dev.sluice.topology.join.Understood;
import dev.sluice.topology.parse.Element;
import dev.sluice.topology.parse.ParseStage;
import dev.sluice.topology.score.Desk;
import dev.sluice.topology.score.Scored;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;

/// The stages of the topology with everything they need, each under the name it has in the picture.
///
/// Kafka Streams asks for a new processor per task; what they share (models, lanes, tenants) is
/// thread-safe.
public final class Stages {

  private final Branch<Sentiment> sentimentBranch;
  private final Branch<Category> categoryBranch;
  private final Duration duplicateWindow;
  private final TopologyMetrics metrics;
  private final Desk desk;

  /// @param duplicateWindow how long a repetition is recognised
  public Stages(
      Branch<Sentiment> sentimentBranch,
      Branch<Category> categoryBranch,
      Tenants tenants,
      Duration duplicateWindow,
      TopologyMetrics metrics) {
    this.sentimentBranch = sentimentBranch;
    this.categoryBranch = categoryBranch;
    this.duplicateWindow = duplicateWindow;
    this.metrics = metrics;
    this.desk = new Desk(tenants);
  }

  Processor<String, byte[], String, Element> parse() {
    return new ParseStage(metrics);
  }

  Processor<String, Element, String, Element> refuseDuplicates() {
    return new RefuseDuplicates(duplicateWindow, metrics);
  }

  Processor<String, Element, String, Admitted> admit() {
    return new Admit(metrics);
  }

  Processor<String, Admitted, String, Part> sentiment() {
    return new ModelBranch<>(sentimentBranch, metrics);
  }

  Processor<String, Admitted, String, Part> category() {
    return new ModelBranch<>(categoryBranch, metrics);
  }

  Processor<String, Part, String, Understood> joinAndRelease() {
    return new JoinAndRelease(metrics);
  }

  Scored score(Understood message) {
    return desk.score(message);
  }

  InboxItem route(Scored message) {
    return desk.route(message);
  }

  boolean wantsOwnTopic(String key, InboxItem item) {
    return desk.wantsOwnTopic(key, item);
  }

  Duration duplicateWindow() {
    return duplicateWindow;
  }
}
