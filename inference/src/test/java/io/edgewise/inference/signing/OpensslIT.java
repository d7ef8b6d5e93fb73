// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgewise.inference.bundle.BundleSignature;
import io.edgewise.inference.bundle.BundleVerification;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.testkit.bundle.TinyBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Edgewise signs the real OpenSSL verifies, and the other way round.
class OpensslIT {
    @TempDir
    Path folder;

    private Path bundle = Path.of("");

    @BeforeEach
    void writeBundle() {
        assumeTrue(hasOpenssl(), "skipped: there is no openssl 3 here, so nothing else to compare signatures with");
        bundle = TinyBundles.moderation().writeTo(folder.resolve("bundle"));
    }

    @Test
    void opensslVerifiesWhatWeSignWithOurKey() throws Exception {
        KeyPairFiles.make(folder.resolve("release.pem"));
        BundleSignature.sign(bundle, SigningKey.read(folder.resolve("release.pem")));

        assertThat(verify().text()).isEqualTo("Signature Verified Successfully\n");

        Files.writeString(bundle.resolve("bundle.json"), " ", StandardOpenOption.APPEND);
        assertThat(verify().code()).isNotZero();
    }

    @Test
    void weVerifyWhatOpensslSignsWithItsOwnKey() throws Exception {
        openssl("genpkey", "-algorithm", "ed25519", "-out", "release.pem");
        openssl("pkey", "-pubout", "-in", "release.pem", "-out", "release.pub");
        openssl(
                "pkeyutl",
                "-sign",
                "-inkey",
                "release.pem",
                "-rawin",
                "-in",
                "bundle/bundle.json",
                "-out",
                "bundle/bundle.json.sig");
        TrustedKeys keys = TrustedKeys.read(List.of(folder.resolve("release.pub")));

        assertThat(BundleVerification.of(DescriptorFile.read(bundle), keys).signer())
                .contains(keys.keys().getFirst());
        BundleSignature.sign(bundle, SigningKey.read(folder.resolve("release.pem")));
        assertThat(verify().code()).isZero();
    }

    @Test
    void thePublicKeyAndItsFingerprintAreWhatOpensslSays() throws Exception {
        TrustedKey key = KeyPairFiles.make(folder.resolve("release.pem")).publicKey();

        assertThat(openssl("pkey", "-pubout", "-in", "release.pem").text())
                .isEqualTo(Files.readString(folder.resolve("release.pub")));
        openssl("pkey", "-pubin", "-in", "release.pub", "-outform", "DER", "-out", "release.der");
        assertThat(openssl("dgst", "-sha256", "-r", "release.der").text()).startsWith(key.fingerprint());
    }

    @Test
    void otherKeysOfOpensslAreRefusedByTheirKind() throws Exception {
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "rsa.pem");
        openssl("pkey", "-pubout", "-in", "rsa.pem", "-out", "rsa.pub");
        openssl("genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:secret", "-out", "locked.pem");

        assertThat(catchThrowable(() -> TrustedKey.read(folder.resolve("rsa.pub"))))
                .hasMessageContaining("holds a key for RSA");
        assertThat(catchThrowable(() -> SigningKey.read(folder.resolve("locked.pem"))))
                .hasMessageContaining("is encrypted");
    }

    private Run verify() throws Exception {
        return run(
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                "release.pub",
                "-rawin",
                "-in",
                "bundle/bundle.json",
                "-sigfile",
                "bundle/bundle.json.sig");
    }

    private record Run(int code, String text) {}

    private Run openssl(String... arguments) throws Exception {
        Run run = run(arguments);
        assertThat(run.code()).as(run.text()).isZero();
        return run;
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), text);
    }

    private boolean hasOpenssl() {
        try {
            Run version = run("version");
            return version.code() == 0 && version.text().matches("(?s)OpenSSL ([3-9]|\\d\\d).*");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
