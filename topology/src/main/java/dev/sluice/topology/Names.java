package dev.sluice.topology;

/// The name of every processor, branch and store. They name changelog topics too, so changing one
/// is an upgrade of the application, not a refactoring.
public final class Names {

  /// Messages admitted and not yet released.
  public static final String PENDING_STORE = "pending";

  /// What has been seen within the duplicate window.
  public static final String SEEN_STORE = "seen";

  /// Messages of tenants that have too many pending, in order of arrival.
  public static final String PARKED_STORE = "parked";

  /// A view of the two before it, in memory.
  public static final String WAITING_STORE = "waiting";

  /// How many messages of a conversation nobody has answered.
  public static final String UNANSWERED_STORE = "unanswered";

  /// The stores of every stage from `admit` to the join.
  static final String[] WAITING_ROOM = {PENDING_STORE, PARKED_STORE, WAITING_STORE};

  static final String WEBHOOKS_SOURCE = "webhooks";
  static final String PARSE = "parse";
  static final String PARSED = "parsed-";
  static final String REJECTED = "rejected";
  static final String READABLE = "readable";
  static final String ORIGINAL = "original-bytes";
  static final String DEAD_LETTERS_SINK = "dead-letters";
  static final String REFUSE_DUPLICATES = "refuse-duplicates";
  static final String NEW = "new-";
  static final String STATUS = "status";
  static final String MESSAGE = "message";
  static final String STATUS_VALUE = "status-value";
  static final String OPERATOR = "operator";
  static final String OPERATOR_VALUE = "operator-value";
  static final String OPERATOR_SINK = "operator-events";
  static final String STATUSES_SINK = "statuses";
  static final String ADMIT = "admit";
  static final String ARRIVAL = "arrival";
  static final String SENTIMENT = "sentiment";
  static final String CATEGORY = "category";
  static final String BOTH_ANSWERS = "both-answers";
  static final String ALL_PARTS = "all-parts";
  static final String JOIN = "join-and-release";
  static final String RELEASED = "released-";
  static final String FAILED = "failed";
  static final String UNDERSTOOD = "understood";
  static final String FAILED_ORIGINAL = "failed-original";
  static final String FAILED_SINK = "failed";
  static final String ANSWERED = "answered";
  static final String FORGET_ANSWERED = "forget-answered";
  static final String COUNT_REPEATS = "count-repeats";
  static final String SCORE = "score";
  static final String ROUTE = "route";
  static final String INBOX_SINK = "inbox";
  static final String OWN_TOPIC = "wants-own-topic";
  static final String BY_CONVERSATION = "by-conversation";
  static final String OWN_TOPIC_SINK = "inbox-of-tenant";

  private Names() {}
}
