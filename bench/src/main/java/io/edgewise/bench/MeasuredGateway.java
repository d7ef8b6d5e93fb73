// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/// A Mosquitto, a terminal at it that counts results on `moderation/#`, and the gateway as users start it.
final class MeasuredGateway implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final List<String> TEXTS = List.of(
            "good morning, the label printer on line 3 is out of paper",
            "turn the lights down in the kitchen",
            "who has the keys for the tool cabinet",
            "safety meeting moved to room B12",
            "pump three is leaking again");

    private final Path folder;
    private final Mosquitto broker;
    private final RawMqttClient terminal;
    private final BlockingQueue<Long> results = new LinkedBlockingQueue<>();

    /// @param configuration of the gateway, for the port of the broker
    MeasuredGateway(Path folder, IntFunction<String> configuration) throws IOException {
        this.folder = folder;
        this.broker = Mosquitto.config().persistence().start();
        this.terminal = RawMqttClient.connect(
                broker.options().withClientId("terminal"), result -> results.add(System.nanoTime()));
        terminal.subscribe("moderation/#");
        Files.writeString(folder.resolve("edgewise.yaml"), configuration.apply(broker.port()));
    }

    /// With what the first run, which serves no measurement, learnt of the classes: as the launcher starts it.
    Child start() {
        Path archive = folder.resolve("edgewise.jsa");
        return start(
                Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + archive);
    }

    private Child start(String archive) {
        Path jar = ProjectRoot.path("gateway/target/edgewise-gateway.jar");
        List<String> options = new ArrayList<>();
        options.add("@" + ProjectRoot.path("gateway/java.options"));
        options.add(archive);
        String more = System.getenv().getOrDefault("EDGEWISE_JAVA_OPTS", "");
        options.addAll(more.isBlank() ? List.of() : List.of(more.strip().split(" +", -1)));
        return Child.jar(jar)
                .jvmArguments(options.toArray(String[]::new))
                .arguments("run", "-c", folder.resolve("edgewise.yaml").toString())
                .start();
    }

    /// A message waits at the broker when the gateway starts; the clock runs from exec to its result.
    double startMillis() throws InterruptedException {
        terminal.publish(Publish.of("terminals/1/text", TEXTS.getFirst()));
        results.clear();
        long start = System.nanoTime();
        try (Child gateway = start()) {
            Long arrived = results.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (arrived == null) {
                throw noResult(gateway);
            }
            gateway.terminate();
            gateway.awaitExit(PATIENCE);
            return (arrived - start) / 1e6;
        }
    }

    /// What a number of messages took.
    ///
    /// @param cpuMicros processor time of the gateway per message
    /// @param laneMicros of which on its lanes
    record Round(Histogram micros, double seconds, double cpuMicros, double laneMicros, ProcessCost after) {
        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "%s    p50 %.2f ms, p99 %.2f ms, %.0f messages/s; per message %4.0f us CPU, %4.0f on lanes, %3.0f"
                            + " elsewhere%n",
                    name,
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getTotalCount() / seconds,
                    cpuMicros,
                    laneMicros,
                    cpuMicros - laneMicros);
        }
    }

    /// Sends messages with a number of them on the way at any time.
    Round round(Child gateway, int messages, int inFlight) throws InterruptedException {
        results.clear();
        Histogram micros = new Histogram(3);
        Deque<Long> sent = new ArrayDeque<>(); // answers come in the order of the messages
        List<CompletableFuture<Puback>> accepted = new ArrayList<>(messages);
        ProcessCost before = ProcessCost.of(gateway.pid());
        long begin = System.nanoTime();
        for (int i = 0; i < messages + inFlight; i++) {
            if (i >= inFlight) {
                Long arrived = results.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (arrived == null) {
                    throw noResult(gateway);
                }
                micros.recordValue((arrived - sent.removeFirst()) / 1_000);
            }
            if (i < messages) {
                sent.addLast(System.nanoTime());
                accepted.add(terminal.publishAsync(Publish.of("terminals/1/text", TEXTS.get(i % TEXTS.size()))));
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        ProcessCost after = ProcessCost.of(gateway.pid());
        accepted.forEach(CompletableFuture::join);
        double cpu = (after.cpuMillis() - before.cpuMillis()) * 1_000 / messages;
        double lanes = (after.laneMillis() - before.laneMillis()) * 1_000 / messages;
        return new Round(micros, seconds, cpu, lanes, after);
    }

    private static IllegalStateException noResult(Child gateway) {
        return new IllegalStateException(
                "no result; the gateway said: " + gateway.lines().all());
    }

    /// The first run makes the Session in which messages wait for the next ones, and the class data.
    void startOnce() throws InterruptedException {
        try (Child gateway = start()) {
            gateway.awaitLine("connected to .*link=\"chat\"", PATIENCE);
            round(gateway, 32, 1);
            gateway.terminate();
            gateway.awaitExit(PATIENCE);
        }
    }

    @Override
    public void close() {
        terminal.close();
        broker.close();
    }
}
