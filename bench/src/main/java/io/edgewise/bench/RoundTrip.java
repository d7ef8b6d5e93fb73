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
import org.HdrHistogram.Histogram;

/// One message in, its result out, against Mosquitto on loopback: latency, processor time per message beyond
/// inference, memory, and the time from start to the first result. Bare inference and the gateway are measured in
/// turns.
///
/// `./edgewise bench [ROUNDS]`; needs Mosquitto.
public final class RoundTrip implements AutoCloseable {
    private static final int MESSAGES = 2_000;
    private static final int MANY = 32;
    /// About as long as a lane waits for the next message when one is on the way.
    private static final long PAUSE_NANOS = 700_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> TEXTS = List.of(
            "good morning, the label printer on line 3 is out of paper",
            "turn the lights down in the kitchen",
            "who has the keys for the tool cabinet",
            "safety meeting moved to room B12",
            "pump three is leaking again");

    private final Path folder;
    private final Mosquitto broker;
    private final RawMqttClient terminal;
    private final BlockingQueue<Long> results = new LinkedBlockingQueue<>();

    private RoundTrip() throws IOException {
        this.folder = Files.createTempDirectory("edgewise-bench");
        this.broker = Mosquitto.config().persistence().start();
        this.terminal = RawMqttClient.connect(
                broker.options().withClientId("terminal"), result -> results.add(System.nanoTime()));
        terminal.subscribe("moderation/#");
        Files.writeString(folder.resolve("edgewise.yaml"), configuration());
    }

    private String configuration() {
        Path models = ProjectRoot.path("models");
        return """
                gateway: { id: bench }
                broker: { url: "mqtt://127.0.0.1:%d" }
                http: { port: 0 }
                models:
                  moderation: { bundle: %s/moderation }
                  extraction: { bundle: %s/extraction }
                routes:
                  - name: chat
                    from: terminals/+/text
                    steps: [ { moderate: { model: moderation } } ]
                    to: moderation/{1}
                  - name: orders
                    from: plant/+/orders
                    steps: [ { extract: { model: extraction } } ]
                    to: plant/{1}/fields
                """.formatted(broker.port(), models, models);
    }

    /// With what the first run, which serves no measurement, learnt of the classes: as the launcher starts it.
    private Child gateway() {
        Path archive = folder.resolve("edgewise.jsa");
        return gateway(
                Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + archive);
    }

    private Child gateway(String archive) {
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
    private double startMillis() throws InterruptedException {
        terminal.publish(Publish.of("terminals/1/text", TEXTS.getFirst()));
        results.clear();
        long start = System.nanoTime();
        try (Child gateway = gateway()) {
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
    private record Round(Histogram micros, double seconds, double cpuMicros, double laneMicros, ProcessCost after) {}

    /// Sends messages with a number of them on the way at any time.
    private Round round(Child gateway, int messages, int inFlight) throws InterruptedException {
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

    private void run(int rounds) throws InterruptedException {
        System.out.printf(
                Locale.ROOT, "a hand-over between two threads costs %.0f us CPU here%n", HandOver.cpuMicros());
        // The first run makes the session in which messages wait for the next ones.
        try (Child gateway = gateway()) {
            gateway.awaitLine("connected to .*link=\"chat\"", PATIENCE);
            round(gateway, MANY, 1);
            gateway.terminate();
            gateway.awaitExit(PATIENCE);
        }
        for (int i = 0; i < rounds; i++) {
            System.out.printf(Locale.ROOT, "start to first result: %.0f ms%n", startMillis());
        }
        try (Child gateway = gateway();
                BareInference bare = new BareInference(ProjectRoot.path("models/moderation"))) {
            gateway.awaitLine("ready after", PATIENCE);
            round(gateway, 3 * MESSAGES, 1); // warm-up
            for (int i = 0; i < rounds; i++) {
                measure(gateway, bare);
            }
        }
    }

    private void measure(Child gateway, BareInference bare) throws InterruptedException {
        BareInference.Result hot = bare.run(TEXTS, MESSAGES, 0);
        BareInference.Result paced = bare.run(TEXTS, MESSAGES, PAUSE_NANOS);
        Round single = round(gateway, MESSAGES, 1);
        Round many = round(gateway, MESSAGES, MANY);
        System.out.printf(
                Locale.ROOT,
                "bare inference   p50 %.2f ms, %4.0f us CPU; with pauses p50 %.2f ms, %4.0f us CPU%n",
                hot.micros().getValueAtPercentile(50) / 1e3,
                hot.cpuMicrosPerText(),
                paced.micros().getValueAtPercentile(50) / 1e3,
                paced.cpuMicrosPerText());
        print("1 on the way ", single);
        print(MANY + " on the way", many);
        System.out.printf(
                Locale.ROOT,
                "resident %d MB, at most %d MB%n",
                many.after().residentKb() / 1024,
                many.after().peakKb() / 1024);
    }

    private static void print(String name, Round round) {
        System.out.printf(
                Locale.ROOT,
                "%s    p50 %.2f ms, p99 %.2f ms, %.0f messages/s; per message %4.0f us CPU, %4.0f on lanes, %3.0f elsewhere%n",
                name,
                round.micros().getValueAtPercentile(50) / 1e3,
                round.micros().getValueAtPercentile(99) / 1e3,
                round.micros().getTotalCount() / round.seconds(),
                round.cpuMicros(),
                round.laneMicros(),
                round.cpuMicros() - round.laneMicros());
    }

    @Override
    public void close() {
        terminal.close();
        broker.close();
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
        try (RoundTrip bench = new RoundTrip()) {
            bench.run(rounds);
        }
        System.exit(0);
    }
}
