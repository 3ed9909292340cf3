package dev.sluice.enrichers.remote;

import dev.sluice.enrichers.remote.RemoteCalls.Outcome;
import dev.sluice.schemas.Provenance;
import org.jspecify.annotations.Nullable;

/// What a whole question meets, retry included.
sealed interface Asked {

  /// A label.
  ///
  /// @param model name and version, for the answer's provenance
  record Answered(Reading.Labelled reading, String model) implements Asked {

    /// @param remark what an agent should know; null for nothing
    Provenance by(@Nullable String remark) {
      return new Provenance(model, Provenance.Source.REMOTE, remark);
    }
  }

  /// None: the embedded model's turn.
  ///
  /// @param reason in our words
  record Unanswered(Outcome outcome, String reason) implements Asked {

    /// How this stands beside an answer.
    String note() {
      return "remote: " + reason;
    }

    /// The provenance of the embedded model's answer instead.
    Provenance of(Provenance embedded) {
      String note = embedded.note() == null ? note() : note() + "; " + embedded.note();
      return new Provenance(embedded.model(), Provenance.Source.FALLBACK, note);
    }
  }
}
