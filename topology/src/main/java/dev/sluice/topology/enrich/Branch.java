package dev.sluice.topology.enrich;

import dev.sluice.enrichers.CategoryModel;
import dev.sluice.enrichers.Endpoint;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.SentimentModel;
import dev.sluice.schemas.Category;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.Tenants;
import dev.sluice.topology.join.Part;
import dev.sluice.topology.parse.Position;
import java.util.Optional;
import java.util.function.Function;

/// What distinguishes one branch from the other: whom it asks, and what it says when nobody
/// answers.
///
/// @param name for metrics
/// @param model asked on a thread of `calls`
/// @param endpoints asked on the stream thread
/// @param degraded the answer when there is none
/// @param part wraps an answer for the join
public record Branch<R>(
    String name,
    ModelCalls calls,
    CallPolicy policy,
    Model<R> model,
    Endpoints endpoints,
    R degraded,
    ToPart<R> part) {

  /// A model, for a tenant known by id.
  @FunctionalInterface
  public interface Model<R> {
    R read(TenantId tenant, String words) throws ModelUnavailable;
  }

  /// Where a tenant's calls go; empty for a model inside this process.
  @FunctionalInterface
  public interface Endpoints {
    Optional<Endpoint> of(TenantId tenant);
  }

  /// An answer at a time in microseconds, which took its model so many, as the join hears it.
  @FunctionalInterface
  public interface ToPart<R> {
    Part of(Position position, R answer, long atMicros, long tookMicros);
  }

  public static Branch<Sentiment> sentiment(
      ModelCalls calls, CallPolicy policy, SentimentModel model, Tenants tenants) {
    return new Branch<>(
        "sentiment",
        calls,
        policy,
        (tenant, words) -> model.read(known(tenants, tenant), words),
        tenant -> endpoint(tenants, tenant, model::endpoint),
        Sentiment.DEGRADED,
        Part.OfSentiment::new);
  }

  public static Branch<Category> category(
      ModelCalls calls, CallPolicy policy, CategoryModel model, Tenants tenants) {
    return new Branch<>(
        "category",
        calls,
        policy,
        (tenant, words) -> model.read(known(tenants, tenant), words),
        tenant -> endpoint(tenants, tenant, model::endpoint),
        Category.DEGRADED,
        Part.OfCategory::new);
  }

  /// The gateway may have heard of a new tenant a moment before this process: worth a retry.
  private static Tenant known(Tenants tenants, TenantId id) throws ModelUnavailable {
    return tenants
        .find(id)
        .orElseThrow(
            () -> ModelUnavailable.temporarily("tenant '%s' is not known".formatted(id), null));
  }

  @SuppressWarnings("CatchingUnchecked") // a model must not be able to stop the stream thread
  private static Optional<Endpoint> endpoint(
      Tenants tenants, TenantId id, Function<Tenant, Optional<Endpoint>> endpoint) {
    try {
      return tenants.find(id).flatMap(endpoint);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
