// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Logback without an XML file to be parsed at start: lines for people on standard error, so that standard output
/// stays free for answers. `EDGEWISE_LOG` sets the level of our own loggers (`debug`, `info`, `warn`, `error`,
/// `off`).
///
/// Found by logback through `META-INF/services`; made once per process.
public final class EdgewiseLogging extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%replace(  %kvp){'^  $', ''}%n%ex";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.WARN);
        String wanted = System.getenv().getOrDefault("EDGEWISE_LOG", "info");
        context.getLogger("io.edgewise").setLevel(Level.toLevel(wanted, Level.INFO));
        // Says on its own, with stack traces, what our links say in a sentence.
        context.getLogger("org.eclipse.paho").setLevel(Level.OFF);
        // Tells of each protocol it was built without.
        context.getLogger("org.apache.activemq").setLevel(Level.ERROR);
        context.getLogger("org.apache.activemq.audit").setLevel(Level.OFF);
        bridge();
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Only warnings from now on, unless `EDGEWISE_LOG` says otherwise: for commands that show a table.
    public static void quiet() {
        if (!System.getenv().containsKey("EDGEWISE_LOG")
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("io.edgewise").setLevel(Level.WARN);
        }
    }

    /// Paho writes to the platform's own logging.
    private static void bridge() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
