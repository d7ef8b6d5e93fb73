// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedKeyTest {
    private static final byte[] CONTENT = "what is signed".getBytes(UTF_8);

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("release.pub");
    }

    /// The key of test 1 in RFC 8032, section 7.1, as SubjectPublicKeyInfo; its fingerprint is what
    /// `openssl pkey -pubin -in release.pub -outform DER | sha256sum | cut -c1-16` says.
    @Test
    void aKeyOfOpensslsFormIsReadAndHasAFingerprint() {
        KeyFiles.write(file, """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                -----END PUBLIC KEY-----
                """);

        TrustedKey key = TrustedKey.read(file);

        assertThat(key.fingerprint()).isEqualTo("06e3fd8fda29bb60");
        assertThat(key).hasToString(file + " (06e3fd8fda29bb60)");
        assertThat(key).isEqualTo(TrustedKey.read(file));
    }

    @Test
    void textAroundTheKeyAndWindowsLineEndsDoNoHarm() {
        KeyPairFiles pair = KeyPairFiles.make(folder.resolve("release.pem"));
        Path noted = KeyFiles.write(
                folder.resolve("noted.pub"),
                "# of 2026\r\n" + KeyFiles.read(file).replace("\n", "\r\n") + "\r\nnote");

        assertThat(TrustedKey.read(noted).key()).isEqualTo(pair.publicKey().key());
    }

    @Test
    void anyOfSeveralKeysMayHaveSigned() {
        TrustedKey former = KeyPairFiles.make(folder.resolve("former.pem")).publicKey();
        TrustedKey next = KeyPairFiles.make(folder.resolve("next.pem")).publicKey();
        byte[] signature = SigningKey.read(folder.resolve("next.pem")).sign(CONTENT);

        assertThat(new TrustedKeys(List.of(former, next)).signer(CONTENT, signature))
                .contains(next);
        assertThat(new TrustedKeys(List.of(former)).signer(CONTENT, signature)).isEmpty();
        assertThat(new TrustedKeys(List.of(former, next))).hasToString(former + " or " + next);
    }

    @Test
    void noKeyIsNotEveryKey() {
        assertThatThrownBy(() -> new TrustedKeys(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 65, 4096})
    void whatHasNotTheLengthOfASignatureIsNone(int length) {
        TrustedKey key = KeyPairFiles.make(folder.resolve("release.pem")).publicKey();

        assertThat(key.verifies(CONTENT, new byte[length])).isFalse();
    }

    /// Each bit of the signature counts, those that make it no number of the group, too.
    @Test
    void aSignatureWithAnotherBitIsNone() {
        TrustedKey key = KeyPairFiles.make(folder.resolve("release.pem")).publicKey();
        byte[] signature = SigningKey.read(folder.resolve("release.pem")).sign(CONTENT);
        assertThat(key.verifies(CONTENT, signature)).isTrue();

        for (int bit = 0; bit < signature.length * Byte.SIZE; bit++) {
            byte[] changed = signature.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(key.verifies(CONTENT, changed)).as("bit " + bit).isFalse();
        }
    }

    @Test
    void aPrivateKeyInItsPlaceIsToldWithWhatToDo() {
        KeyPairFiles pair = KeyPairFiles.make(folder.resolve("release.pem"));

        refused(pair.privateKey())
                .contains("is a private key, expected the public one. Take it away from this machine")
                .contains("openssl pkey -pubout -in release.pem");
    }

    @Test
    void keysOfOtherAlgorithmsAreNamed() {
        for (String algorithm : List.of("RSA", "EC", "Ed448", "X25519")) {
            KeyFiles.pem(
                    file, "PUBLIC KEY", KeyFiles.pair(algorithm).getPublic().getEncoded());

            refused(file).contains("holds a key for " + algorithm + ", expected one for Ed25519");
        }
    }

    @Test
    void whatIsNotThereOrNoFileIsTold() {
        refused(file).contains("is not there");
        refused(folder).contains("is a folder: name the PEM file in it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                        | is no PEM file: expected one that begins with -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEA                          | is no PEM file
            ssh-ed25519 AAAAC3Nza root@site           | is a key of OpenSSH's form
            -----BEGIN PUBLIC KEY-----_MCow           | was cut short: there is no -----END PUBLIC KEY-----
            -----BEGIN PUBLIC KEY-----_!!!_-----END PUBLIC KEY----- | is damaged: Illegal base64 character
            -----BEGIN PUBLIC KEY-----_MCowBQYDK2Vw_-----END PUBLIC KEY----- | is damaged: it holds no public key
            -----BEGIN PUBLIC KEY-----_-----END PUBLIC KEY----- | is damaged: it holds no public key
            -----BEGIN CERTIFICATE-----_MCow_-----END CERTIFICATE----- | holds a certificate, expected a public key
            -----BEGIN RSA PRIVATE KEY-----_MCow_-----END RSA PRIVATE KEY----- | is a private key, expected the public one
            """)
    void whatIsNoKeyIsToldInASentence(String text, String sentence) {
        KeyFiles.write(file, text.replace('_', '\n') + "\n");

        refused(file).contains(sentence);
    }

    @Test
    void twoKeysInAFileAreNotGuessedBetween() {
        KeyPairFiles.make(folder.resolve("release.pem"));
        KeyFiles.write(file, KeyFiles.read(file) + KeyFiles.read(file));

        refused(file).contains("holds more than one PEM block");
    }

    @Test
    void whatIsTooLongForAKeyIsNotReadIntoMemory() {
        KeyFiles.write(file, "x".repeat(1 << 20));

        refused(file).contains("has more than 65536 bytes: that is no key");
    }

    private static AbstractStringAssert<?> refused(Path key) {
        Throwable thrown = catchThrowable(() -> TrustedKey.read(key));
        assertThat(thrown).isInstanceOf(KeyFileException.class).hasMessageStartingWith("key file " + key + " ");
        return assertThat(thrown.getMessage());
    }
}
