// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.demo;

import io.edgewise.devices.DeviceConnection.Received;
import io.edgewise.devices.sample.SampleMessage;
import io.edgewise.devices.sample.SampleMessages;
import io.edgewise.gateway.Gateway;
import io.edgewise.gateway.StartupException;
import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.mqtt.paho.PahoDeviceConnection;
import io.edgewise.inference.plan.ModelStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Publishes the sample messages one after the other, waits for each answer and prints it.
public final class Demo implements AutoCloseable {
    private static final int MQTT_PORT = 1883;
    private static final int HTTP_PORT = 8080;
    /// A text is written for some seconds.
    private static final long ANSWER_SECONDS = 60;
    private static final List<String> INPUTS =
            List.of("terminals/+/text", "plant/+/orders", "home/+/command", "machines/+/alarm");
    private static final List<String> NOTES = List.of("plant/+/notes", "plant/+/questions");
    private static final String ADVICE = "plant/+/advice";
    private static final List<String> WRITTEN = List.of("plant/+/order", ADVICE);
    private static final String WRITER = "models/smollm2";
    private static final List<String> ANSWERS = List.of(
            "moderation/+", "plant/+/fields", "home/+/intent", "machines/+/fields", "edgewise/demo/dead-letter/+");

    /// How the demo went.
    ///
    /// @param published messages
    /// @param unanswered messages that got neither a result nor a dead letter
    public record Outcome(int published, int unanswered) {}

    private final Gateway gateway;
    private final DemoTable table;
    private final BlockingQueue<Received> answers = new LinkedBlockingQueue<>();
    /// What was last said on each topic, to be shown beside an answer to somebody else's message.
    private final Map<String, String> lastText = new ConcurrentHashMap<>();
    private final PahoDeviceConnection devices;
    private final List<SampleMessage> samples;

    private Demo(Gateway gateway, DemoTable table, boolean generate) {
        this.gateway = gateway;
        this.table = table;
        this.samples = generate ? SampleMessages.toBeWrittenAbout() : SampleMessages.all();
        this.devices = PahoDeviceConnection.open(gateway.broker(), "demo-devices");
        INPUTS.forEach(filter -> devices.subscribe(
                filter, input -> lastText.put(input.topic(), new String(input.payload(), StandardCharsets.UTF_8))));
        ANSWERS.forEach(filter -> devices.subscribe(filter, answers::add));
        if (generate) {
            NOTES.forEach(filter -> devices.subscribe(
                    filter, input -> lastText.put(input.topic(), new String(input.payload(), StandardCharsets.UTF_8))));
            WRITTEN.forEach(filter -> devices.subscribe(filter, answers::add));
            devices.subscribe(ADVICE + "/stream", table::part);
        }
    }

    /// Starts gateway, broker and devices.
    ///
    /// @param home the folder with `models/`
    /// @param table where the answers are shown
    /// @param generate whether texts are written
    /// @throws io.edgewise.gateway.config.ConfigurationException when there is no model for that
    public static Demo start(Path home, DemoTable table, boolean generate) {
        Gateway gateway = Gateway.start(configuration(home, generate));
        try {
            List<ModelStatus> models = gateway.awaitReady();
            Demo demo = new Demo(gateway, table, generate);
            table.header(gateway.broker().port(), gateway.httpPort(), models);
            return demo;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private static GatewayConfiguration configuration(Path home, boolean generate) {
        if (generate && !Files.isDirectory(home.resolve(WRITER))) {
            throw new StartupException(home.resolve(WRITER) + " is not there: models/get-smollm2 gets it (93 MB)");
        }
        String yaml = (template("demo.yaml") + (generate ? template("demo-generate.yaml") : ""))
                .replace("${BROKER_PORT}", String.valueOf(freeOr(MQTT_PORT)))
                .replace("${HTTP_PORT}", String.valueOf(freeOr(HTTP_PORT)))
                .replace("${STATE}", state().toString())
                .replace("${MODERATION}", bundle(home, "moderation"))
                .replace("${EXTRACTION}", bundle(home, "extraction"));
        return ConfigurationReader.parse(yaml, home.resolve("demo.yaml"));
    }

    /// A board with little memory may have the small one only.
    private static String bundle(Path home, String task) {
        String small = "models/" + task + "-small";
        String usual = "models/" + task;
        return !Files.isDirectory(home.resolve(usual)) && Files.isDirectory(home.resolve(small)) ? small : usual;
    }

    private static String template(String name) {
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder that is gone when the process ends: a demo leaves nothing behind, and two of them don't meet.
    private static Path state() {
        try {
            Path folder = Files.createTempDirectory("edgewise-demo");
            folder.toFile().deleteOnExit(); // after what is in it: the last that was asked for is the first
            for (String name : new String[] {"lock", "sessions.json", "dead-letters.jsonl"}) {
                folder.resolve(name).toFile().deleteOnExit();
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The usual port when it is free, so that people need not type another one; else any free one.
    private static int freeOr(int usual) {
        for (int port : new int[] {usual, 0}) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: try the next.
            }
        }
        throw new UncheckedIOException(new IOException("no free TCP port on this machine"));
    }

    /// Publishes the samples.
    public Outcome play() throws InterruptedException {
        int unanswered = 0;
        for (int i = 0; i < samples.size(); i++) {
            SampleMessage sample = samples.get(i);
            String correlation = "demo-" + i;
            long start = System.nanoTime();
            devices.publish(sample.topic(), sample.payload(), correlation);
            Optional<Received> answer = answerTo(correlation);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            answer.ifPresentOrElse(
                    received -> table.row(sample.topic(), sample.shown(), received, took),
                    () -> table.unanswered(sample.topic(), sample.shown()));
            unanswered += answer.isEmpty() ? 1 : 0;
        }
        table.summary(samples.size(), unanswered);
        return new Outcome(samples.size(), unanswered);
    }

    private Optional<Received> answerTo(String correlation) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            Received received = answers.poll(left, TimeUnit.NANOSECONDS);
            if (received != null && received.correlation().equals(correlation)) {
                return Optional.of(received);
            }
        }
        return Optional.empty();
    }

    /// Shows the answers to everybody's messages until the process is told to stop.
    public void follow() throws InterruptedException {
        table.invitation(gateway.broker().port(), gateway.httpPort());
        while (true) {
            Received received = answers.take();
            String source = table.source(received);
            table.row(source, lastText.getOrDefault(source, ""), received, table.took(received));
        }
    }

    @Override
    public void close() {
        devices.close();
        gateway.close();
    }
}
