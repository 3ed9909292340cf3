/// The services of Sluice, put together by hand: each gets its settings, the connection, the
/// tenants and the secrets, and nothing else.
@NullMarked
package dev.sluice.launcher.services;

import org.jspecify.annotations.NullMarked;
