// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.junit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/// Collects what our loggers say at WARN and ERROR, beside the appenders that print it.
///
/// Thread-safe: any thread logs, the test's thread takes.
final class LogTap implements AutoCloseable {
    private static final String OURS = "io.edgewise";

    private final Logger logger;
    private final Collector collector = new Collector();

    /// One event.
    ///
    /// @param problem the exception that came with it, empty without one
    record Logged(String level, String logger, String thread, String message, String problem) {
        @Override
        public String toString() {
            return "%s %s [%s] %s%s"
                    .formatted(level, logger, thread, message, problem.isEmpty() ? "" : " (" + problem + ")");
        }
    }

    LogTap() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            throw new IllegalStateException("LogProtector reads Logback, but SLF4J is bound to " + factory);
        }
        this.logger = context.getLogger(OURS);
        collector.setContext(context);
        collector.setName("LogProtector");
        collector.start();
    }

    /// Listens from now on. Called before each test, because code under test may have reset the logging.
    void attach() {
        if (!logger.isEnabledFor(Level.WARN)) {
            throw new IllegalStateException("logger %s is at level %s: LogProtector would see nothing"
                    .formatted(OURS, logger.getEffectiveLevel()));
        }
        if (!logger.isAttached(collector)) {
            logger.addAppender(collector);
        }
    }

    /// What was logged since the last call.
    List<Logged> take() {
        List<Logged> taken = new ArrayList<>();
        for (Logged next = collector.logged.poll(); next != null; next = collector.logged.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /// What was logged since the last [#take], left where it is.
    List<Logged> peek() {
        return List.copyOf(collector.logged);
    }

    @Override
    public void close() {
        logger.detachAppender(collector);
        collector.stop();
    }

    private static final class Collector extends AppenderBase<ILoggingEvent> {
        private final Queue<Logged> logged = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                IThrowableProxy thrown = event.getThrowableProxy();
                logged.add(new Logged(
                        event.getLevel().toString(),
                        event.getLoggerName(),
                        event.getThreadName(),
                        String.valueOf(event.getFormattedMessage()),
                        thrown == null ? "" : thrown.getClassName() + ": " + thrown.getMessage()));
            }
        }
    }
}
