/// Who the tenants are: the file an operator writes, the topic `tenants` it becomes, and a live
/// view of that topic for every service.
///
/// A tenant's secrets never travel: the topic holds references, and [Secrets] resolves them in the
/// process that needs them.
@NullMarked
package dev.sluice.tenants;

import org.jspecify.annotations.NullMarked;
