// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import static org.awaitility.Awaitility.await;

import io.edgewise.it.GatewayProcess;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Mosquitto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A broker and a gateway on loopback, as processes of their own, with a folder for what they write.
///
/// Only these two are ever signalled, by their process ids, and neither outlives this JVM.
///
/// Confined to one thread.
final class Site implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int EXIT_AFTER_SIGTERM = 143;
    private static final String GATEWAY_LOG = "gateway.log";

    /// The section `models` of a site that moderates.
    static final String MODERATION = """
            models:
              moderation: { bundle: "%s" }
            """.formatted(ProjectRoot.path("models/moderation"));

    private final Path folder;
    private final Mosquitto broker;
    private final Path configuration;
    private final String[] routes;
    private @Nullable Child gateway;

    private Site(Path folder, Mosquitto broker, Path configuration, List<String> routes) {
        this.folder = folder;
        this.broker = broker;
        this.configuration = configuration;
        this.routes = routes.toArray(String[]::new);
    }

    /// A site whose broker runs and whose gateway doesn't yet.
    ///
    /// @param broker closed with the site
    /// @param routes their names
    /// @param sections what the configuration says of models and routes; given its folder, for files that it names
    static Site with(Mosquitto broker, List<String> routes, Function<Path, String> sections) {
        try {
            Path folder = Files.createTempDirectory("edgewise-chaos-");
            String yaml = """
                    gateway: { id: chaos }
                    state: "%s"
                    broker: { url: "mqtt://127.0.0.1:%d" }
                    http: { port: 0 }
                    """.formatted(folder.resolve("state"), broker.port()) + sections.apply(folder);
            return new Site(folder, broker, GatewayProcess.write(folder.resolve("edgewise.yaml"), yaml), routes);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for a site", e);
        }
    }

    Mosquitto broker() {
        return broker;
    }

    /// The gateway that runs.
    ///
    /// @throws IllegalStateException when none does
    Child gateway() {
        if (gateway == null) {
            throw new IllegalStateException("no gateway runs at this site");
        }
        return gateway;
    }

    /// Starts the gateway and waits until its routes are subscribed.
    void startGateway() {
        gateway = GatewayProcess.runAndSubscribe(configuration, routes);
    }

    /// SIGKILL.
    void killGateway() {
        gateway().kill();
        endGateway();
    }

    /// SIGTERM, and waits for the end.
    void stopGateway() {
        gateway().terminate();
        int exit = gateway().awaitExit(GatewayProcess.PATIENCE);
        if (exit != EXIT_AFTER_SIGTERM) {
            throw new IllegalStateException("the gateway ended with %d after SIGTERM, expected %d; it said: %s"
                    .formatted(exit, EXIT_AFTER_SIGTERM, gateway().lines().all()));
        }
        endGateway();
    }

    /// What it wrote is kept, for who wants to know what happened.
    private void endGateway() {
        Child ended = gateway();
        ended.close();
        gateway = null;
        List<String> lines = ended.lines().all().stream().map(Child.Line::text).toList();
        try {
            Files.write(folder.resolve(GATEWAY_LOG), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("writing down what the gateway said", e);
        }
    }

    /// Lets time pass while something is broken.
    void pause(Duration duration) {
        await().pollDelay(duration).atMost(duration.plus(GRACE)).until(() -> true);
    }

    /// Copies what gateway and broker wrote.
    ///
    /// @return the folder
    Path saveLogs(Path target) {
        try {
            Files.createDirectories(target);
            Files.write(target.resolve("broker.log"), broker.log());
            Path said = folder.resolve(GATEWAY_LOG);
            Files.write(target.resolve(GATEWAY_LOG), Files.exists(said) ? Files.readAllLines(said) : List.of());
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("copying logs to " + target, e);
        }
    }

    /// Kills what still runs and deletes the folder.
    @Override
    public void close() {
        if (gateway != null) {
            killGateway();
        }
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + folder, e);
        }
    }
}
