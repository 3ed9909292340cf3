package dev.sluice.enrichers;

import dev.sluice.schemas.Category;
import dev.sluice.schemas.Tenant;
import java.util.Optional;

/// Tells what a message is about, in the tenant's own categories.
///
/// Called from many threads at once, on virtual threads; may block up to the caller's deadline and
/// must answer an interrupt by giving up.
public interface CategoryModel {

  /// Reads one message. A message that was read and fits no category is [Category#OTHER]; one that
  /// could not be read is [Category#UNKNOWN].
  ///
  /// @param words what the customer wrote; may be empty
  /// @throws ModelUnavailable when no answer could be had; [ModelUnavailable#retryable()] says
  ///   whether asking again can help
  Category read(Tenant tenant, String words) throws ModelUnavailable;

  /// Where this tenant's calls go; empty for a model inside this process, whose calls share the
  /// process's permits.
  default Optional<Endpoint> endpoint(Tenant tenant) {
    return Optional.empty();
  }
}
