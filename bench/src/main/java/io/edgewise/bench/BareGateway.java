// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.process.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the gateway itself costs per message: the same as [RoundTrip] with a model that answers in a few
/// hundredths of a millisecond, so that messages come as fast as the gateway takes them, and by thread.
///
/// `./edgewise bench gateway [ROUNDS]`; needs Mosquitto.
public final class BareGateway {
    private static final int MESSAGES = 20_000;
    private static final int[] ON_THE_WAY = {1, 8, 32, 64};

    private BareGateway() {}

    private static String configuration(int port, Path bundle) {
        return """
                gateway: { id: bench }
                broker: { url: "mqtt://127.0.0.1:%d" }
                http: { port: 0 }
                models: { moderation: { bundle: "%s" } }
                routes:
                  - name: chat
                    from: terminals/+/text
                    steps: [ { moderate: { model: moderation } } ]
                    to: moderation/{1}
                """.formatted(port, bundle);
    }

    private static void run(MeasuredGateway measured, BareInference bare, int rounds) throws InterruptedException {
        System.out.printf(
                Locale.ROOT, "a hand-over between two threads costs %.0f us CPU here%n", HandOver.cpuMicros());
        measured.startOnce();
        try (Child gateway = measured.start()) {
            gateway.awaitLine("ready after", MeasuredGateway.PATIENCE);
            measured.round(gateway, MESSAGES, 32); // warm-up
            for (int i = 0; i < rounds; i++) {
                System.out.printf(
                        Locale.ROOT,
                        "bare inference, one text after the other: %.0f us CPU%n",
                        bare.run(MeasuredGateway.TEXTS, MESSAGES, 0).cpuMicrosPerText());
                for (int onTheWay : ON_THE_WAY) {
                    ProcessCost before = ProcessCost.of(gateway.pid());
                    int messages = onTheWay == 1 ? MESSAGES / 5 : MESSAGES;
                    measured.round(gateway, messages, onTheWay).print("%2d on the way".formatted(onTheWay));
                    System.out.println("   " + ProcessCost.of(gateway.pid()).threadsSince(before, messages));
                }
            }
            gateway.terminate(); // so that a profiler among its options writes what it has
            gateway.awaitExit(MeasuredGateway.PATIENCE);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("edgewise-bench");
        Path bundle = folder.resolve("tiny");
        TinyBundles.moderation().writeTo(bundle);
        try (MeasuredGateway measured = new MeasuredGateway(folder, port -> configuration(port, bundle));
                BareInference bare = new BareInference(bundle)) {
            run(measured, bare, rounds);
        }
        System.exit(0);
    }
}
