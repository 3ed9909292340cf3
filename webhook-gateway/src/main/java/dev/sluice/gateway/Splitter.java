package dev.sluice.gateway;

import dev.sluice.gateway.Piece.Group;
import dev.sluice.gateway.Piece.Leaf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Gives each owner the body without what is others'.
///
/// A share is made of the body's own bytes: everything around the lists stays, and of each list the
/// parts that are the owner's, with a comma between them. Nothing is parsed and written again, so a
/// share reads as if Meta had sent it alone. A body with one owner is its own share, byte for byte.
final class Splitter {

  /// Meta puts at most 1000 updates into one post, so there are no more owners either.
  private static final int OWNERS_MAX = 1000;

  /// What shares may repeat of the body beyond its own size. What Meta puts around a list is some
  /// 100 bytes and a part has 300, so shares together are less than twice the body; this is far
  /// above what a small body needs, and far below what could exhaust memory.
  private static final int REPEATED_BYTES = 64 * 1024;

  private static final Span COMMA = new Span(-1, -1);

  private record Span(int from, int to) {}

  /// A share in the making.
  private static final class Share {
    private final List<Span> spans = new ArrayList<>();
    private long length;

    void add(int from, int to) {
      spans.add(new Span(from, to));
      length += to - from;
    }

    void comma() {
      spans.add(COMMA);
      length++;
    }

    void addAll(Share inner) {
      spans.addAll(inner.spans);
      length += inner.length;
    }

    byte[] of(byte[] body) {
      byte[] share = new byte[Math.toIntExact(length)];
      int at = 0;
      for (Span span : spans) {
        if (span.equals(COMMA)) {
          share[at++] = ',';
        } else {
          System.arraycopy(body, span.from(), share, at, span.to() - span.from());
          at += span.to() - span.from();
        }
      }
      return share;
    }
  }

  private Splitter() {}

  /// @return each owner's share, in the order in which owners come first; empty when the body
  ///   cannot be split within the limits
  static Map<Owner, byte[]> split(byte[] body, Piece whole, Function<Leaf, Owner> owners) {
    Map<Owner, Share> shares = shares(whole, owners);
    Map<Owner, byte[]> split = new LinkedHashMap<>();
    if (shares.size() == 1) {
      shares.keySet().forEach(owner -> split.put(owner, body));
      return split;
    }
    long together = shares.values().stream().mapToLong(share -> share.length).sum();
    if (shares.size() > OWNERS_MAX || together > 2L * body.length + REPEATED_BYTES) {
      return split;
    }
    shares.forEach((owner, share) -> split.put(owner, share.of(body)));
    return split;
  }

  private static Map<Owner, Share> shares(Piece piece, Function<Leaf, Owner> owners) {
    Map<Owner, Share> shares = new LinkedHashMap<>();
    switch (piece) {
      case Leaf leaf -> {
        Share share = new Share();
        share.add(leaf.from(), leaf.to());
        shares.put(owners.apply(leaf), share);
      }
      case Group group -> {
        for (Piece part : group.parts()) {
          shares(part, owners).forEach((owner, inner) -> append(shares, group, owner, inner));
        }
        shares.values().forEach(share -> share.add(group.listTo(), group.to()));
      }
    }
    return shares;
  }

  private static void append(Map<Owner, Share> shares, Group group, Owner owner, Share inner) {
    Share share = shares.get(owner);
    if (share == null) {
      share = new Share();
      share.add(group.from(), group.listFrom());
      shares.put(owner, share);
    } else {
      share.comma();
    }
    share.addAll(inner);
  }
}
