/// Models that tenants run themselves, asked over HTTP: five contracts, bounded time, and the
/// embedded model when there is no answer.
///
/// [RemoteModels] is the way in. A contract (`Contract`) is pure: bytes of a request from a
/// question, a reading from the bytes of an answer. What one request meets is a `Reply`, what a
/// whole question meets is an `Asked`; both are sealed. What was read or sent is never logged,
/// never part of an exception and never printed: neither messages nor answers nor tokens.
@NullMarked
package dev.sluice.enrichers.remote;

import org.jspecify.annotations.NullMarked;
