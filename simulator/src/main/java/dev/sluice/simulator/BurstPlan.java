package dev.sluice.simulator;

import dev.sluice.schemas.Address;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.ConversationId;
import dev.sluice.schemas.InvalidSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything a [MetaSimulator] is to send in one go.
///
/// @param conversations each of a customer and channel of its own
/// @param duplicateShare how many of a hundred acknowledged messages are delivered once more, as a
///   share between 0 and 1; which ones is a matter of the seed
/// @param seed what message ids and luck follow from: two runs with one seed send the same ids, and
///   what keeps the ids of the first will take the second for duplicates
public record BurstPlan(List<Conversation> conversations, double duplicateShare, long seed) {

  /// Meta promises at-least-once and no figure; one in ten shows a missing deduplication in a small
  /// burst.
  public static final double DUPLICATE_SHARE = 0.1;

  /// @throws InvalidSetting when two conversations are the same or the share is out of range
  public BurstPlan {
    conversations = List.copyOf(conversations);
    Checks.share("duplicateShare", duplicateShare);
    Set<ConversationId> seen = new HashSet<>();
    for (Conversation conversation : conversations) {
      if (!seen.add(conversation.id())) {
        throw new InvalidSetting("conversations", conversation.id(), "must not appear twice");
      }
    }
  }

  /// How many messages it holds, duplicates not counted.
  public int messages() {
    return conversations.stream().mapToInt(conversation -> conversation.texts().size()).sum();
  }

  /// Customers who write to several businesses at once, on all their channels, each what customers
  /// of that industry write. Conversations of the businesses alternate.
  ///
  /// @param conversations of each business, at most [Customers#MAX] in all
  /// @param messages in each conversation
  public static BurstPlan mixed(
      List<Business> businesses, int conversations, int messages, Duration spacing, long seed) {
    List<Conversation> all = new ArrayList<>();
    for (int i = 0; i < conversations; i++) {
      for (Business business : businesses) {
        all.add(conversation(business, all.size(), messages, spacing, seed));
      }
    }
    return new BurstPlan(all, DUPLICATE_SHARE, seed);
  }

  private static Conversation conversation(
      Business business, int index, int messages, Duration spacing, long seed) {
    String name = business.tenant() + "/" + index;
    List<Channel> channels = List.copyOf(business.accounts().keySet());
    Channel channel = pick(channels, Draws.hash(seed, name, 0, "channel"));
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      texts.add(pick(business.industry().messages(), Draws.hash(seed, name, i, "text")));
    }
    Address customer = Customers.address(channel, index);
    return new Conversation(
        new ConversationId(business.tenant(), channel, customer),
        business.app(),
        business.accounts().getOrDefault(channel, ""),
        texts,
        spacing);
  }

  private static <T> T pick(List<T> of, long hash) {
    return of.get((int) Long.remainderUnsigned(hash, of.size()));
  }
}
