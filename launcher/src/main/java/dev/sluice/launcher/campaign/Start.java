package dev.sluice.launcher.campaign;

import dev.sluice.launcher.CannotStart;
import dev.sluice.launcher.campaign.AudienceRow.Recipient;
import dev.sluice.launcher.lifecycle.StopRequest;
import dev.sluice.schemas.CampaignPlan;
import dev.sluice.schemas.Tenant;
import dev.sluice.tenants.OptOuts;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One start of a campaign: the file is read once to see whether all is well, and once more to hand
/// the messages over.
final class Start {

  private final Map<String, Object> connection;
  private final Order order;
  private final OptOuts optOuts;
  private final StopRequest stop;
  private final PrintWriter out;
  private final PrintWriter err;

  /// What is to be sent.
  ///
  /// @param skipBadLines whether bad lines are left out instead of nothing being sent
  /// @param overLimit whether the messaging limit may be exceeded
  record Order(
      Tenant.Provider provider,
      CampaignDraft draft,
      Audience audience,
      boolean skipBadLines,
      boolean overLimit) {}

  Start(
      Map<String, Object> connection,
      Order order,
      OptOuts optOuts,
      StopRequest stop,
      PrintWriter out,
      PrintWriter err) {
    this.connection = connection;
    this.order = order;
    this.optOuts = optOuts;
    this.stop = stop;
    this.out = out;
    this.err = err;
  }

  /// Does everything but append.
  ///
  /// @throws CannotStart when the campaign would not be started
  void rehearse() throws InterruptedException {
    refuseKnown();
    check();
    out.println("dry run: nothing was sent");
  }

  /// Appends all messages and the campaign's record, or nothing.
  ///
  /// @throws CannotStart saying why nothing was sent
  void run() throws InterruptedException {
    refuseKnown();
    Survey.Counts counts = check();
    long began = System.nanoTime();
    CampaignDraft draft = order.draft();
    try (CampaignTransaction transaction =
        CampaignTransaction.begin(connection, draft.tenant(), draft.id())) {
      refuseKnown();
      Survey again = new Survey(order.audience().name(), this::isOptedOut, 0);
      order
          .audience()
          .read(
              stop,
              row -> {
                again.accept(row);
                if (row instanceof Recipient recipient && !isOptedOut(recipient)) {
                  transaction.append(draft.message(recipient));
                }
              });
      Survey.Counts found = again.counts();
      if (found.rows() != counts.rows() || found.bad() != counts.bad()) {
        throw new CannotStart(
            order.audience().name() + " changed while it was read; nothing was sent");
      }
      transaction.commit(draft.record(transaction.appended()));
      out.printf(
          "%s: %s handed over in %s%n",
          draft.plan().at() == null ? "started" : "scheduled",
          Words.count(transaction.appended(), "message"),
          Words.duration(Duration.ofNanos(System.nanoTime() - began)));
    }
    out.printf(
        "watch it with ./sluice campaign status --tenant %s --campaign %s --watch%n",
        draft.tenant(), draft.id());
  }

  private void refuseKnown() {
    CampaignDraft draft = order.draft();
    try (Campaigns campaigns = Campaigns.open(connection)) {
      if (campaigns.find(draft.tenant(), draft.id()).isPresent()) {
        throw new CannotStart(
            "tenant '%s' has a campaign '%s' already; choose another name with --campaign"
                .formatted(draft.tenant(), draft.id()));
      }
    }
  }

  private boolean isOptedOut(Recipient recipient) {
    return optOuts.isOptedOut(order.draft().tenant(), CampaignDraft.CHANNEL, recipient.address());
  }

  /// Reads the whole file and says what it found.
  private Survey.Counts check() throws InterruptedException {
    @Nullable Integer limit = order.provider().messagingLimit();
    Survey survey =
        new Survey(order.audience().name(), this::isOptedOut, limit == null ? 0 : limit);
    order.audience().read(stop, survey);
    Survey.Counts counts = survey.counts();
    survey.problems().forEach(err::println);
    if (counts.bad() > 0 && !order.skipBadLines()) {
      throw new CannotStart(
          "nothing was sent: %s of %,d are bad; mend them, or leave them out with --skip-bad-lines"
              .formatted(Words.count(counts.bad(), "line"), counts.rows()));
    }
    @Nullable Recipient first = survey.first();
    if (first == null) {
      throw new CannotStart(
          "nobody is left to write to in %s: %s read, %,d bad, %,d opted out"
              .formatted(
                  order.audience().name(),
                  Words.count(counts.rows(), "line"),
                  counts.bad(),
                  counts.optedOut()));
    }
    StartReport report = new StartReport(order, counts);
    report.summary(first).forEach(out::println);
    out.println(
        StartReport.line(
            "limit", limit == null ? "none is set for this tenant" : budget(limit, survey)));
    Pace pace = Pace.of(order.provider(), order.draft().plan().ratePerSecond());
    pace.check(counts.messages(), order.draft().plan());
    out.println(report.pace(pace));
    return counts;
  }

  /// Says how much of the messaging limit is used.
  ///
  /// @throws CannotStart when it would be exceeded, unless that was asked for
  private String budget(int limit, Survey survey) {
    CampaignPlan plan = order.draft().plan();
    @Nullable Instant at = plan.at();
    Instant from = (at == null ? plan.createdAt() : at).minus(RecentRecipients.WINDOW);
    Budget budget =
        survey
            .people()
            .map(
                people ->
                    Budget.of(
                        limit,
                        people,
                        RecentRecipients.since(from, order.draft().tenant(), connection)))
            .orElseGet(() -> Budget.exceeded(limit, survey.counts().messages()));
    if (!budget.fits() && !order.overLimit()) {
      throw new CannotStart(
          "nothing was sent: %s; write to fewer, or to all with --over-limit"
              .formatted(budget.sentence()));
    }
    return budget.sentence();
  }
}
