// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    @TempDir
    Path folder;

    /// Test 2 of RFC 8032, section 7.1.
    @Test
    void signsAsTheStandardSays() {
        byte[] pkcs8 = HexFormat.of()
                .parseHex("302e020100300506032b657004220420"
                        + "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        SigningKey key = SigningKey.read(KeyFiles.pem(folder.resolve("k.pem"), "PRIVATE KEY", pkcs8));

        assertThat(HexFormat.of().formatHex(key.sign(new byte[] {0x72})))
                .isEqualTo("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    }

    @Test
    void aNewPairIsInTwoFilesThePrivateOneForItsOwnerAlone() throws IOException {
        KeyPairFiles pair = KeyPairFiles.make(folder.resolve("release.pem"));

        assertThat(pair.publicKey().file()).isEqualTo(folder.resolve("release.pub"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pair.privateKey())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(pair.publicKey().file())))
                .startsWith("rw-r");
        byte[] content = {1, 2, 3};
        byte[] signature = SigningKey.read(pair.privateKey()).sign(content);
        assertThat(TrustedKey.read(folder.resolve("release.pub")).verifies(content, signature))
                .isTrue();
        assertThat(KeyPairFiles.make(folder.resolve("other")).publicKey().file())
                .isEqualTo(folder.resolve("other.pub"));
    }

    @Test
    void noKeyIsOverwritten() throws IOException {
        KeyPairFiles.make(folder.resolve("release.pem"));
        String privateKey = KeyFiles.read(folder.resolve("release.pem"));
        String publicKey = KeyFiles.read(folder.resolve("release.pub"));

        assertThatThrownBy(() -> KeyPairFiles.make(folder.resolve("release.pem")))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("is there already, and no key is overwritten");
        assertThat(KeyFiles.read(folder.resolve("release.pub"))).isEqualTo(publicKey);

        Files.delete(folder.resolve("release.pub"));
        assertThatThrownBy(() -> KeyPairFiles.make(folder.resolve("release.pem")))
                .hasMessageContaining("release.pem is there already");
        assertThat(KeyFiles.read(folder.resolve("release.pem"))).isEqualTo(privateKey);
        assertThat(folder.resolve("release.pub")).doesNotExist();
    }

    /// As on FAT, where a file has the mode of the mount whatever it was made with.
    @Test
    void aKeyThatOthersCouldReadDoesNotStay() throws IOException {
        Path file = KeyFiles.write(folder.resolve("release.pem"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> KeyPairFiles.requireMode(file, KeyPairFiles.OWNER_ALONE))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("can't be kept from other users: this file system has no modes");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        assertThatThrownBy(() -> KeyPairFiles.make(folder.resolve("none/release.pem")))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("none/release.pub can't be made: its folder is not there");
    }

    @Test
    void whatCanNotSignIsToldWithWhatToDo() {
        KeyPairFiles pair = KeyPairFiles.make(folder.resolve("release.pem"));
        Path rsa = KeyFiles.pem(
                folder.resolve("rsa.pem"),
                "PRIVATE KEY",
                KeyFiles.pair("RSA").getPrivate().getEncoded());
        Path encrypted = KeyFiles.pem(folder.resolve("e.pem"), "ENCRYPTED PRIVATE KEY", new byte[] {1});
        Path ssh = KeyFiles.pem(folder.resolve("s.pem"), "OPENSSH PRIVATE KEY", new byte[] {1});
        Path damaged = KeyFiles.pem(folder.resolve("d.pem"), "PRIVATE KEY", new byte[] {1});

        refused(pair.publicKey().file(), "is a public key: only the private one signs");
        refused(rsa, "holds a key for RSA, expected one for Ed25519: make it with edgewise bundle key");
        refused(encrypted, "is encrypted, and Edgewise asks for no passphrase. Sign with OpenSSL");
        refused(ssh, "holds a openssh private key, expected a private key (-----BEGIN PRIVATE KEY-----)");
        refused(damaged, "is damaged: it holds no private key");
        refused(folder.resolve("none.pem"), "is not there");
    }

    private static void refused(Path file, String sentence) {
        assertThatThrownBy(() -> SigningKey.read(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageStartingWith("key file " + file + " " + sentence);
    }
}
