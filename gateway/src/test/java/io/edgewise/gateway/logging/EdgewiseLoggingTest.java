// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ServiceLoader;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

class EdgewiseLoggingTest {
    private final LoggerContext context = new LoggerContext();
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        System.setErr(before);
        context.stop();
    }

    @Test
    void linesForPeopleGoToStandardError() {
        configure();

        context.getLogger("io.edgewise.gateway.Gateway")
                .atInfo()
                .addKeyValue("link", "out")
                .log("connected to {}", "b");
        context.getLogger("io.edgewise.gateway.Gateway").info("no keys");

        assertThat(said.toString(UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Gateway: connected to b  link=\"out\""),
                        line -> assertThat(line).endsWith(" INFO  Gateway: no keys"));
    }

    @Test
    void librariesAreHeardOnlyWhenSomethingIsWrong() {
        configure();

        assertThat(level("io.edgewise.gateway")).isEqualTo(Level.INFO);
        assertThat(level("io.vertx.core")).isEqualTo(Level.WARN);
        assertThat(level("org.eclipse.paho.mqttv5")).isEqualTo(Level.OFF);
        assertThat(level("org.apache.activemq.artemis")).isEqualTo(Level.ERROR);
        assertThat(level("org.apache.activemq.audit.base")).isEqualTo(Level.OFF);
    }

    @Test
    void thePlatformsOwnLoggingComesHereToo() {
        configure();

        assertThat(LogManager.getLogManager().getLogger("").getHandlers())
                .hasOnlyElementsOfType(SLF4JBridgeHandler.class);
    }

    @Test
    void logbackFindsItByItself() {
        assertThat(ServiceLoader.load(Configurator.class).stream().map(ServiceLoader.Provider::type))
                .contains(EdgewiseLogging.class);
    }

    @Test
    void aTableIsNotInterruptedByNews() {
        Logger ours = (Logger) LoggerFactory.getLogger("io.edgewise");
        Level wasAt = ours.getLevel();
        try {
            EdgewiseLogging.quiet();

            assertThat(ours.isInfoEnabled()).isFalse();
            assertThat(ours.isWarnEnabled()).isTrue();
        } finally {
            ours.setLevel(wasAt);
        }
    }

    private void configure() {
        System.setErr(new PrintStream(said, true, UTF_8));
        context.setMDCAdapter(new LogbackMDCAdapter());
        EdgewiseLogging logging = new EdgewiseLogging();
        logging.setContext(context);
        assertThat(logging.configure(context)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
    }

    private Level level(String logger) {
        return context.getLogger(logger).getEffectiveLevel();
    }
}
