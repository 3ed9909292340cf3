/// The one HTTP server of a process, its health and its metrics. The only place where the launcher
/// meets Micronaut.
@NullMarked
package dev.sluice.launcher.http;

import org.jspecify.annotations.NullMarked;
