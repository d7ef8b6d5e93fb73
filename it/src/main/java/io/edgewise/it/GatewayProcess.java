// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.process.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// `edgewise` as users start it: the built jar in a process of its own.
public final class GatewayProcess {
    /// How long a start or an end may take.
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private GatewayProcess() {}

    /// Starts a command.
    public static Child edgewise(String... arguments) {
        return builder().arguments(arguments).start();
    }

    /// The process before its start, for more options and arguments.
    public static Child.Builder builder() {
        return Child.jar(ProjectRoot.path("gateway/target/edgewise-gateway.jar"))
                .jvmArguments(
                        "@" + ProjectRoot.path("gateway/java.options"), "-Dedgewise.home=" + ProjectRoot.path("."));
    }

    /// Starts `edgewise run` and waits until it is ready, broker or not.
    public static Child run(Path configuration) {
        Child gateway = edgewise("run", "-c", configuration.toString());
        gateway.awaitLine("ready after", PATIENCE);
        return gateway;
    }

    /// The same, and waits until its routes are subscribed: what is published earlier is not meant for it.
    public static Child runAndSubscribe(Path configuration) {
        return runAndSubscribe(configuration, "lobby-chat");
    }

    /// The same with another configuration, whose routes are these.
    public static Child runAndSubscribe(Path configuration, String... routes) {
        Child gateway = run(configuration);
        for (String route : routes) {
            gateway.awaitLine("connected to .*link=\"" + route + "\"", PATIENCE);
        }
        return gateway;
    }

    /// Ends it in order, and waits until it has.
    public static void stop(Child gateway) {
        gateway.terminate();
        gateway.awaitExit(PATIENCE);
        gateway.close();
    }

    /// A site with a route that moderates and one that extracts, without TLS, against a broker on loopback.
    public static Path configuration(Path folder, int brokerPort, String more) {
        String yaml = """
                gateway: { id: lobby-pi }
                broker: { url: "mqtt://127.0.0.1:%d" %s }
                http: { bind: 127.0.0.1, port: 0 }
                models:
                  moderation: { bundle: "%s" }
                  extraction: { bundle: "%s" }
                routes:
                  - name: lobby-chat
                    from: terminals/+/text
                    payload: text
                    steps:
                      - moderate: { model: moderation, thresholds: { insult: { review: 0.5, block: 0.8 } } }
                    forward: { allow: "chat/{1}/clean", review: "chat/{1}/review" }
                    to: moderation/{1}
                    deadline: 60s
                  - name: work-orders
                    from: plant/+/orders
                    steps:
                      - extract: { model: extraction, groups: [maintenance, codes, pattern] }
                    to: plant/{1}/fields
                    deadline: 60s
                """.formatted(
                        brokerPort, more, ProjectRoot.path("models/moderation"), ProjectRoot.path("models/extraction"));
        return write(folder.resolve("edgewise.yaml"), yaml);
    }

    /// Writes a file of the test.
    public static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
