package dev.sluice.launcher;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.InboxItem;
import dev.sluice.schemas.Priority;
import dev.sluice.schemas.Provenance;
import dev.sluice.schemas.Sentiment;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// What `classify` prints: a line per finding, the reasons of the score below it. Pure.
final class Classified {

  private Classified() {}

  static String text(InboxItem item) {
    Sentiment sentiment = item.sentiment();
    Category category = item.category();
    Priority priority = item.priority();
    StringBuilder page = new StringBuilder();
    line(
        page,
        "sentiment",
        "%s, confidence %.2f, negative %.2f  %s",
        lower(sentiment.label()),
        sentiment.confidence(),
        sentiment.negative(),
        by(sentiment.by()));
    line(
        page,
        "category",
        "%s, confidence %.2f  %s",
        category.name(),
        category.confidence(),
        by(category.by()));
    line(
        page,
        "priority",
        "%d of 100, %s%s",
        priority.score(),
        lower(priority.band()),
        due(item.message().receivedAt(), priority));
    priority
        .reasons()
        .forEach(reason -> line(page, "", "%+4d  %s", reason.points(), reason.because()));
    line(page, "inbox", "%s", item.inbox());
    return page.toString();
  }

  private static String by(Provenance by) {
    String note = by.note() == null ? "" : "; " + by.note();
    return "(%s, %s%s)".formatted(lower(by.source()), by.model(), note);
  }

  private static String due(Instant received, Priority priority) {
    if (priority.due() == null) {
      return "";
    }
    Duration within = Duration.between(received, priority.due());
    return ", to be answered within "
        + (within.toMinutes() < 120 ? within.toMinutes() + " min" : within.toHours() + " h");
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void line(StringBuilder page, String label, String format, Object... arguments) {
    page.append("%-11s".formatted(label))
        .append(String.format(Locale.ROOT, format, arguments))
        .append(System.lineSeparator());
  }
}
