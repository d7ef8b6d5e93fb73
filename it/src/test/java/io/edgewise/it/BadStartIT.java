// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.Sha256;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.process.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be wrong when a gateway starts: a sentence, and the exit code that tells systemd whether to try again.
final class BadStartIT {
    private static final int CONFIGURATION = 78;
    private static final int UNAVAILABLE = 69;

    @TempDir
    private Path folder = Path.of("");

    private Path bundle = Path.of("");

    @BeforeEach
    void copyABundle() throws IOException {
        bundle = folder.resolve("moderation");
        Files.createDirectory(bundle);
        try (Stream<Path> files = Files.list(ProjectRoot.path("models/moderation-small"))) {
            for (Path file : files.toList()) {
                Files.copy(file, bundle.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aMissingFileOfABundle() throws IOException {
        Files.delete(bundle.resolve("model.tflite"));

        assertThat(run(minimal(), CONFIGURATION)).contains("model.tflite is missing");
    }

    @Test
    void aFileThatWasCutShort() throws IOException {
        byte[] model = Files.readAllBytes(bundle.resolve("model.tflite"));
        Files.write(bundle.resolve("model.tflite"), Arrays.copyOf(model, model.length / 2));

        assertThat(run(minimal(), CONFIGURATION)).contains("model.tflite has", "it was cut short or changed");
    }

    @Test
    void aFileWithAnotherDigest() throws IOException {
        byte[] model = Files.readAllBytes(bundle.resolve("model.tflite"));
        model[model.length / 2] ^= 1;
        Files.write(bundle.resolve("model.tflite"), model);

        assertThat(run(minimal(), CONFIGURATION)).contains("model.tflite has SHA-256", "copy the bundle again");
    }

    @Test
    void aModelThatIsNone() throws IOException {
        bundle = TinyBundles.moderation().flawed(Flaw.NOT_A_MODEL).writeTo(folder.resolve("no-model"));

        assertThat(run(minimal(), CONFIGURATION)).contains("not a TensorFlow Lite model");
    }

    @Test
    void anUnknownLabelInThresholds() {
        String yaml = minimal()
                .replace("{ model: moderation }", "{ model: moderation, thresholds: { insul: { block: 0.9 } } }");

        assertThat(run(yaml, CONFIGURATION)).contains("unknown label \"insul\"", "did you mean \"insult\"?");
    }

    @Test
    void anUnknownKey() {
        assertThat(run(minimal().replace("from:", "form:"), CONFIGURATION))
                .contains("routes[0].form: unknown key", "did you mean \"from\"?", "routes[0].from: is missing");
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String yaml = minimal().replace("port: 0", "port: " + taken.getLocalPort());

            assertThat(run(yaml, UNAVAILABLE)).contains("HTTP can't listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void anEmbeddedBrokerOnAPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String yaml = minimal().replace("mqtt://127.0.0.1:1", "embedded:" + taken.getLocalPort());

            assertThat(run(yaml, UNAVAILABLE))
                    .contains("port " + taken.getLocalPort() + " for the embedded broker is taken");
        }
    }

    @Test
    void aNativeLibraryForAnotherMachine() throws IOException {
        Path library = folder.resolve("libtensorflowlite_c.so");
        // The header of a shared library for 32-bit ARM.
        Files.write(library, new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 40, 0});
        String yaml = minimal() + "inference: { library: " + library + " }\n";

        assertThat(run(yaml, CONFIGURATION)).contains("was built for 32-bit ARM, this machine is 64-bit");
    }

    @Test
    void aVocabularyThatDoesNotFitTheModel() throws IOException {
        Path vocabulary = bundle.resolve("vocab.txt");
        long before = Files.size(vocabulary);
        Files.writeString(vocabulary, "onemore\n", StandardOpenOption.APPEND);
        Path descriptor = bundle.resolve("bundle.json");
        String json = Files.readString(descriptor);
        String digest = Sha256.of(vocabulary);
        Files.writeString(
                descriptor,
                json.replaceFirst(
                        "(\"vocab.txt\": \\{\\s*\"bytes\": )" + before + "(,\\s*\"sha256\": \")[0-9a-f]{64}",
                        "$1" + (before + 8) + "$2" + digest));

        assertThat(run(minimal(), CONFIGURATION))
                .contains("vocab.txt has 16001 pieces, the model's word table has 16000 rows");
    }

    @Test
    void aFolderWithoutABundle() {
        assertThat(run(minimal().replace("moderation\" }", "nothing-here\" }"), CONFIGURATION))
                .contains("there is no such directory");
    }

    @Test
    void aConfigurationThatIsNotThere() {
        try (Child edgewise =
                GatewayProcess.edgewise("run", "-c", folder.resolve("none.yaml").toString())) {
            assertThat(edgewise.awaitExit(GatewayProcess.PATIENCE)).isEqualTo(CONFIGURATION);
            assertThat(output(edgewise)).contains("there is no such file").doesNotContain("\tat ");
        }
    }

    private String minimal() {
        return """
                gateway: { id: bad-start }
                broker: { url: "mqtt://127.0.0.1:1" }
                http: { port: 0 }
                models:
                  moderation: { bundle: "%s" }
                routes:
                  - name: chat
                    from: terminals/+/text
                    steps: [ { moderate: { model: moderation } } ]
                """.formatted(bundle);
    }

    /// Starts a gateway that must end by itself, and returns what it said.
    private String run(String yaml, int expectedExit) {
        Path configuration = GatewayProcess.write(folder.resolve("edgewise.yaml"), yaml);
        try (Child gateway = GatewayProcess.edgewise("run", "-c", configuration.toString())) {
            int exit = gateway.awaitExit(GatewayProcess.PATIENCE);
            String said = output(gateway);
            assertThat(exit).as(said).isEqualTo(expectedExit);
            assertThat(said).as("a sentence, and no stack trace").doesNotContain("\tat ");
            return said;
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }

    private static String output(Child child) {
        return child.lines().all().stream().map(Child.Line::text).collect(Collectors.joining("\n"));
    }
}
