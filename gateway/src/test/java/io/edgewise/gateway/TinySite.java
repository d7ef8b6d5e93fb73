// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A folder with a configuration and tiny bundles: the smallest gateway that answers.
public final class TinySite {
    private TinySite() {}

    /// Writes `edgewise.yaml` and `models/`, with one route that moderates `terminals/+/text` to
    /// `moderation/{1}`.
    ///
    /// @param broker as in `url`
    /// @return the file
    public static Path write(Path folder, String broker) {
        TinyBundles.moderation().writeTo(folder.resolve("models/moderation"));
        String yaml = """
                gateway: { id: tiny }
                broker: { url: "%s" }
                http: { port: 0 }
                inference: { lanes: 1 }
                state: %s
                models: { moderation: { bundle: models/moderation } }
                routes:
                  - name: chat
                    from: terminals/+/text
                    steps: [ { moderate: { model: moderation } } ]
                    to: moderation/{1}
                    deadline: 60s
                """.formatted(broker, folder.resolve("state"));
        try {
            return Files.writeString(folder.resolve("edgewise.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the configuration anew as it was, with the broker that stands in it.
    public static void rewrite(Path file) throws IOException {
        String url = Files.readString(file)
                .lines()
                .filter(line -> line.startsWith("broker:"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*url: \"(.*)\".*", "$1");
        write(Objects.requireNonNull(file.toAbsolutePath().getParent()), url);
    }

    /// The same, read.
    public static GatewayConfiguration configuration(Path folder, String broker) {
        return ConfigurationReader.read(write(folder, broker));
    }

    /// The address of a broker that isn't there.
    public static String nobody() {
        return "mqtt://127.0.0.1:" + freePort();
    }

    /// The broker inside, on a port of its own.
    public static String embedded() {
        return "embedded:" + freePort();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
