package dev.sluice.dispatcher.books;

import dev.sluice.schemas.CampaignId;
import dev.sluice.schemas.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the accounts of one tenant's campaigns for a person. One thread at a time.
public final class BooksReader implements AutoCloseable {

  private BooksReader() {}

  /// @param connection Kafka client settings that hold at least `bootstrap.servers`
  public static BooksReader open(Map<String, Object> connection) {
    return new BooksReader();
  }

  /// Reads the accounts of a campaign, or of all that are open or have ended in the last week.
  ///
  /// @return empty when there is none of that name
  /// @throws BooksUnavailable when the topics cannot be read within two minutes
  public List<CampaignCount> read(TenantId tenant, @Nullable CampaignId campaign) {
    return List.of();
  }

  /// Reads on from where the last [#read] ended.
  ///
  /// @throws BooksUnavailable when the topics cannot be read within two minutes
  public List<CampaignCount> refresh() {
    return List.of();
  }

  /// The ids of the messages that failed, in the order in which that became known.
  ///
  /// @param unknownToo also those of which nobody knows whether they were sent
  /// @throws BooksUnavailable when the topics cannot be read within two minutes
  public Set<String> failedIds(TenantId tenant, CampaignId campaign, boolean unknownToo) {
    return Set.of();
  }

  @Override
  public void close() {}
}
