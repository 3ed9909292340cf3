/// `./sluice demo`: the main job, shown and checked in about a minute.
///
/// What was sent and acknowledged is compared with what came out at the other end; the comparison
/// ([dev.sluice.launcher.demo.DeliveryCheck]), the verdict and the report are pure.
@NullMarked
package dev.sluice.launcher.demo;

import org.jspecify.annotations.NullMarked;
