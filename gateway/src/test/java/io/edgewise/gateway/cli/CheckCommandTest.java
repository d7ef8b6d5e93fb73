// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeBundles;
import io.edgewise.gateway.fake.Signatures;
import io.edgewise.inference.signing.TrustedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String GOOD = """
            gateway: { id: lobby-pi }
            broker: { url: "mqtt://127.0.0.1:1883" }
            models:
              moderation: { bundle: models/moderation }
            routes:
              - name: lobby-chat
                from: terminals/+/text
                steps: [ { moderate: { model: moderation } } ]
                to: moderation/{1}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeBundles() {
        FakeBundles.write(folder);
    }

    @Test
    void aRightConfigurationShowsItsRoutes() throws IOException {
        CommandRun run = check(GOOD);

        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        folder.resolve("edgewise.yaml") + ": no problems",
                        "  lobby-chat: terminals/+/text -> moderation/{1}");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void everyProblemIsPrintedWithItsPlace() throws IOException {
        CommandRun run = check(GOOD.replace("id: lobby-pi", "id: lobby/pi")
                .replace("from:", "form:")
                .replace("to: moderation/{1}", "max-payload: lots"));

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.out())
                .contains("edgewise.yaml: 4 problems")
                .contains("gateway.id")
                .contains("routes[0].form: unknown key", "did you mean \"from\"?")
                .contains("routes[0].from: is missing")
                .contains("routes[0].max-payload");
    }

    @Test
    void aStepsModelMustBeConfigured() throws IOException {
        CommandRun run = check(GOOD.replace("model: moderation", "model: moderatoin"));

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.out()).contains("moderatoin", "moderation");
    }

    @Test
    void aFileThatIsNoYamlIsToldInASentence() throws IOException {
        CommandRun run = check("gateway: { id: [ ");

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.out()).contains("it is not YAML").doesNotContain("\tat ");
    }

    @Test
    void aFolderIsNoConfiguration() {
        CommandRun run = CommandRun.of("check", "-c", folder);

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.out()).contains("it can't be read");
    }

    @Test
    void bytesThatAreNoUtf8AreNoConfiguration() throws IOException {
        Path file = Files.write(folder.resolve("latin1.yaml"), new byte[] {'#', ' ', (byte) 0xFC, '\n'});

        CommandRun run = CommandRun.of("check", "--config", file);

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.out()).contains("it is not UTF-8");
    }

    @Test
    void whereASignatureIsRequiredItTellsWhoseItIs() throws IOException {
        TrustedKey key = Signatures.key(folder, "release");
        String required = GOOD.replace("models:", "inference: { require-signature: release.pub }\nmodels:");
        Path bundle = folder.resolve("models/moderation");

        CommandRun unsigned = check(required);
        Signatures.sign(bundle, folder.resolve("release.pem"));
        CommandRun signed = check(required);

        assertThat(unsigned.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(unsigned.out()).contains("models.moderation.bundle: bundle " + bundle + ": it is not signed");
        assertThat(signed.code()).isZero();
        assertThat(signed.out()).contains("  moderation: " + bundle + " is signed by " + key + "\n");
    }

    /// The same sentences, and no broker was asked for anything.
    @Test
    void aGatewayThatRequiresASignatureDoesNotStartWithoutOne() throws IOException {
        Signatures.key(folder, "release");
        Path file = Files.writeString(
                folder.resolve("edgewise.yaml"),
                GOOD.replace("models:", "inference: { require-signature: release.pub }\nmodels:"));

        CommandRun run = CommandRun.of("run", "-c", file);

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).contains("it is not signed: there is no bundle.json.sig in it");
    }

    private CommandRun check(String yaml) throws IOException {
        return CommandRun.of("check", "-c", Files.writeString(folder.resolve("edgewise.yaml"), yaml));
    }
}
