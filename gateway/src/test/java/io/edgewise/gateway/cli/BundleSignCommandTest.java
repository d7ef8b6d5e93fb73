// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `edgewise bundle key`, `sign` and `verify`.
class BundleSignCommandTest {
    @TempDir
    Path folder;

    private Path bundle = Path.of("");
    private Path privateKey = Path.of("");
    private Path publicKey = Path.of("");

    @BeforeEach
    void makeKeyAndBundle() {
        privateKey = folder.resolve("release.pem");
        publicKey = folder.resolve("release.pub");
        bundle = TinyBundles.moderation().writeTo(folder.resolve("moderation"));
        CommandRun key = CommandRun.of("bundle", "key", privateKey);
        assertThat(key.code()).isZero();
        assertThat(key.out())
                .startsWith("private  " + privateKey + "  keep it off every board\npublic   " + publicKey)
                .containsPattern("  fingerprint [0-9a-f]{16}\n$");
    }

    private CommandRun sign() {
        return CommandRun.of("bundle", "sign", bundle, "--key", privateKey);
    }

    private CommandRun verify(Object... keys) {
        Object[] words = new Object[3 + 2 * keys.length];
        words[0] = "bundle";
        words[1] = "verify";
        words[2] = bundle;
        for (int i = 0; i < keys.length; i++) {
            words[3 + 2 * i] = "--key";
            words[4 + 2 * i] = keys[i];
        }
        return CommandRun.of(words);
    }

    @Test
    void whatIsSignedIsVerified() {
        CommandRun signed = sign();
        CommandRun verified = verify(publicKey);

        assertThat(signed.out()).isEqualTo("moderation@1.2.3 is signed: " + bundle.resolve("bundle.json.sig") + "\n");
        assertThat(signed.code()).isZero();
        assertThat(verified.err()).isEmpty();
        assertThat(verified.code()).isZero();
        assertThat(verified.out().lines()).hasSize(3);
        assertThat(verified.out())
                .startsWith(bundle + ": moderation@1.2.3\n")
                .containsPattern("  files      4 as bundle.json says, [\\d,]+ bytes\n")
                .containsPattern("  signature  by " + publicKey + " \\([0-9a-f]{16}\\)\n");
    }

    @Test
    void withoutAKeyItSaysThatNobodyLooked() throws IOException {
        assertThat(verify().out()).endsWith("  signature  none\n");
        sign();
        Files.writeString(bundle.resolve("EVALUATION.md"), "x");

        CommandRun verified = verify();

        assertThat(verified.code()).isZero();
        assertThat(verified.out())
                .contains("  documents  EVALUATION.md (not listed, read by no program)\n")
                .endsWith("  signature  not looked at: say with --key whose it must be\n");
    }

    @Test
    void anyOfSeveralKeysMayHaveSigned() {
        sign();
        CommandRun.of("bundle", "key", folder.resolve("other.pem"));

        assertThat(verify(folder.resolve("other.pub"), publicKey).out()).contains("  signature  by " + publicKey);
        refused(verify(folder.resolve("other.pub")), "bundle.json.sig is no signature of this bundle.json by");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"model.tflite", "vocab.txt", "golden.json", "MODEL_CARD.md", "bundle.json", "bundle.json.sig"})
    void aTamperedFileIsRefused(String name) throws IOException {
        sign();
        byte[] content = Files.readAllBytes(bundle.resolve(name));
        content[content.length / 2] ^= 1;
        Files.write(bundle.resolve(name), content);

        refused(verify(publicKey), name);
    }

    @Test
    void aFileThatNobodyListedIsRefused() throws IOException {
        sign();
        Files.writeString(bundle.resolve("extra.txt"), "x");

        refused(verify(publicKey), "bundle.json does not list extra.txt");
        refused(sign(), "bundle.json does not list extra.txt");
    }

    @Test
    void anUnsignedBundleIsRefused() {
        refused(verify(publicKey), "it is not signed: there is no bundle.json.sig in it, and one by " + publicKey);
    }

    @Test
    void aBundleThatIsNotWholeIsNotSigned() {
        TinyBundles.moderation().flawed(Flaw.CHANGED_BYTE).writeTo(bundle);

        refused(sign(), "model.tflite has SHA-256");
        assertThat(bundle.resolve("bundle.json.sig")).doesNotExist();
    }

    @Test
    void keysThatCanNotBeUsedAreASentence() {
        sign();

        refused(verify(privateKey), "is a private key, expected the public one");
        refused(verify(folder.resolve("none.pub")), "key file " + folder.resolve("none.pub") + " is not there");
        refused(CommandRun.of("bundle", "sign", bundle, "--key", publicKey), "is a public key: only the private one");
        refused(CommandRun.of("bundle", "key", privateKey), "is there already, and no key is overwritten");
    }

    @Test
    void aKeyMustBeNamedToSign() {
        assertThat(CommandRun.of("bundle", "sign", bundle).code()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("bundle", "verify").code()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("bundle", "key").code()).isEqualTo(ExitCode.USAGE);
    }

    private static void refused(CommandRun run, String sentence) {
        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).startsWith("edgewise: ").contains(sentence).doesNotContain("\tat ", "defect");
        assertThat(run.out()).isEmpty();
    }
}
