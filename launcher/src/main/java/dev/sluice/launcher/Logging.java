package dev.sluice.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Where this process logs. By default to stderr, as `logback.xml` says.
public final class Logging {

  private static final String PATTERN =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSX\",UTC} %-5level [%thread] %logger{0}: %msg %kvp{SINGLE}%n%ex";

  /// One file and two older ones: 30 MiB hold a day of a busy laptop, and never fill its disk.
  private static final FileSize FILE_SIZE_MAX = new FileSize(10 * FileSize.MB_COEFFICIENT);

  private static final int OLDER_FILES = 2;

  /// As `logback.xml` names it.
  private static final String CONSOLE = "CONSOLE";

  private static final String OURS = "dev.sluice.";

  private Logging() {}

  /// Sends everything to a file, so that the console is free for people; warnings stay on the
  /// console where `warnOnConsole`: ours, and the errors of libraries.
  public static void toFile(Path file, boolean warnOnConsole) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Appender<ILoggingEvent> console = root.getAppender(CONSOLE);
    if (warnOnConsole && console != null) {
      console.addFilter(new ForPeople());
    } else {
      root.detachAppender(CONSOLE);
    }
    root.addAppender(rolling(context, file));
  }

  /// Our warnings, and the errors of libraries: what somebody has to act on.
  private static final class ForPeople extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      Level from = event.getLoggerName().startsWith(OURS) ? Level.WARN : Level.ERROR;
      return event.getLevel().isGreaterOrEqual(from) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
  }

  private static RollingFileAppender<ILoggingEvent> rolling(LoggerContext context, Path file) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());

    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setEncoder(encoder);

    FixedWindowRollingPolicy older = new FixedWindowRollingPolicy();
    older.setContext(context);
    older.setParent(appender);
    older.setFileNamePattern(file + ".%i");
    older.setMinIndex(1);
    older.setMaxIndex(OLDER_FILES);
    older.start();
    appender.setRollingPolicy(older);

    SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
    full.setContext(context);
    full.setMaxFileSize(FILE_SIZE_MAX);
    full.start();
    appender.setTriggeringPolicy(full);
    appender.start();
    return appender;
  }
}
