package dev.sluice.gateway;

import dev.sluice.schemas.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a body that has one place in it: from one byte up to, not including, another.
sealed interface Piece {

  int from();

  int to();

  /// The smallest part that is one tenant's as a whole: an entry, or one change of a WhatsApp
  /// entry.
  record Leaf(int from, int to, Named named) implements Piece {}

  /// A part with a list of parts in it.
  ///
  /// @param listFrom the byte after the list's `[`
  /// @param listTo the byte of its `]`
  /// @param parts at least one, in the order of their bytes
  record Group(int from, int to, int listFrom, int listTo, List<Piece> parts) implements Piece {
    public Group {
      parts = List.copyOf(parts);
    }
  }

  /// What a leaf says it concerns.
  ///
  /// @param channel absent when the envelope names none that is known
  /// @param account a phone number id, page id or Instagram id
  /// @param business the WhatsApp business account the number is in
  record Named(@Nullable Channel channel, @Nullable String account, @Nullable String business) {

    static final Named NOTHING = new Named(null, null, null);

    boolean isNothing() {
      return account == null && business == null;
    }
  }
}
