// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.process.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// One message in, its result out, against Mosquitto on loopback: latency, processor time per message beyond
/// inference, memory, and the time from start to the first result. Bare inference and the gateway are measured in
/// turns.
///
/// `./edgewise bench [ROUNDS]`; needs Mosquitto.
public final class RoundTrip {
    private static final int MESSAGES = 2_000;
    private static final int MANY = 32;
    /// About as long as a lane waits for the next message when one is on the way.
    private static final long PAUSE_NANOS = 700_000;

    private final MeasuredGateway measured;

    private RoundTrip(MeasuredGateway measured) {
        this.measured = measured;
    }

    private static String configuration(int port) {
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
                """.formatted(port, models, models);
    }

    private void run(int rounds) throws InterruptedException {
        System.out.printf(
                Locale.ROOT, "a hand-over between two threads costs %.0f us CPU here%n", HandOver.cpuMicros());
        measured.startOnce();
        for (int i = 0; i < rounds; i++) {
            System.out.printf(Locale.ROOT, "start to first result: %.0f ms%n", measured.startMillis());
        }
        try (Child gateway = measured.start();
                BareInference bare = new BareInference(ProjectRoot.path("models/moderation"))) {
            gateway.awaitLine("ready after", MeasuredGateway.PATIENCE);
            measured.round(gateway, 3 * MESSAGES, 1); // warm-up
            for (int i = 0; i < rounds; i++) {
                measure(gateway, bare);
            }
        }
    }

    private void measure(Child gateway, BareInference bare) throws InterruptedException {
        BareInference.Result hot = bare.run(MeasuredGateway.TEXTS, MESSAGES, 0);
        BareInference.Result paced = bare.run(MeasuredGateway.TEXTS, MESSAGES, PAUSE_NANOS);
        MeasuredGateway.Round single = measured.round(gateway, MESSAGES, 1);
        MeasuredGateway.Round many = measured.round(gateway, MESSAGES, MANY);
        System.out.printf(
                Locale.ROOT,
                "bare inference   p50 %.2f ms, %4.0f us CPU; with pauses p50 %.2f ms, %4.0f us CPU%n",
                hot.micros().getValueAtPercentile(50) / 1e3,
                hot.cpuMicrosPerText(),
                paced.micros().getValueAtPercentile(50) / 1e3,
                paced.cpuMicrosPerText());
        single.print("1 on the way ");
        many.print(MANY + " on the way");
        System.out.printf(
                Locale.ROOT,
                "resident %d MB, at most %d MB%n",
                many.after().residentKb() / 1024,
                many.after().peakKb() / 1024);
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
        try (MeasuredGateway measured =
                new MeasuredGateway(Files.createTempDirectory("edgewise-bench"), RoundTrip::configuration)) {
            new RoundTrip(measured).run(rounds);
        }
        System.exit(0);
    }
}
