package dev.sluice.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Where and when a run took place.
///
/// @param cores as the JVM sees them
/// @param memoryMiB of the machine or its container
/// @param jvmFlags this JVM's own, without the class path
/// @param loadBefore load average of the last minute when the run began; above a tenth of the cores
///   the machine was not quiet
/// @param loadAfter the same when it had ended
/// @param commit of the project, with `+` when files differ from it; `unknown` outside a checkout
/// @param quick whether it was a short run, whose numbers are not to be quoted
public record Environment(
    Instant at,
    int cores,
    long memoryMiB,
    String system,
    String jvm,
    List<String> jvmFlags,
    double loadBefore,
    double loadAfter,
    String commit,
    boolean quick) {

  private static final long MIB = 1024 * 1024;
  private static final double CENTS = 100;

  /// `git` answers from the index in milliseconds.
  private static final long GIT_SECONDS = 10;

  /// The environment at the beginning of a run.
  static Environment now(Path home, boolean quick) {
    double load = load();
    return new Environment(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        Runtime.getRuntime().availableProcessors(),
        totalMemoryMiB(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.vendor") + " " + Runtime.version(),
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("-X"))
            .toList(),
        load,
        load,
        headOf(home),
        quick);
  }

  /// The same, now that the run has ended.
  Environment after() {
    return new Environment(
        at, cores, memoryMiB, system, jvm, jvmFlags, loadBefore, load(), commit, quick);
  }

  /// One line for people.
  String line() {
    return String.format(
        Locale.ROOT,
        "%d cores, %d MiB, %s, Java %s %s, load %.2f before and %.2f after, commit %s, %s%s",
        cores,
        memoryMiB,
        system,
        jvm,
        String.join(" ", jvmFlags),
        loadBefore,
        loadAfter,
        commit,
        at,
        quick ? ", QUICK: not to be quoted" : "");
  }

  private static double load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return Math.round(load * CENTS) / CENTS;
  }

  private static long totalMemoryMiB() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
        / MIB;
  }

  private static String headOf(Path home) {
    String head = git(home, "rev-parse", "--short", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    return git(home, "status", "--porcelain", "--untracked-files=no").isEmpty() ? head : head + "+";
  }

  private static String git(Path home, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add("git");
    builder.command().addAll(List.of(arguments));
    builder.directory(home.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process git = builder.start();
      String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0;
      return done ? output.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
