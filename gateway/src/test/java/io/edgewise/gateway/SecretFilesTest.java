// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.edgewise.gateway.config.SecretFile;
import io.edgewise.testkit.junit.ExpectedLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    private static final String KEY = "broker.password-file";

    @TempDir
    private Path folder;

    private Path file(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("mqtt.password"), "x");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aPathIsTakenAsItIs() throws IOException {
        Path file = file("rw-r-----");

        assertThat(new SecretFiles(Optional.empty()).find(KEY, SecretFile.parse("mqtt.password", folder)))
                .isEqualTo(file);
    }

    @Test
    void aCredentialIsLookedUpWhereSystemdPutIt() throws IOException {
        Path file = file("r--------");

        assertThat(new SecretFiles(Optional.of(folder))
                        .find(KEY, SecretFile.parse("credential:mqtt.password", Path.of("/etc"))))
                .isEqualTo(file);
    }

    @Test
    void saysWhatTheUnitLacks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretFiles(Optional.empty())
                        .find(KEY, SecretFile.parse("credential:mqtt.password", folder)))
                .withMessageStartingWith(KEY + ": credential:mqtt.password can't be found")
                .withMessageContaining("LoadCredential=mqtt.password:");
    }

    @Test
    void tellsOfAFileThatEveryUserMayRead(ExpectedLogs logs) throws IOException {
        Path file = file("rw-r--r--");
        logs.expect(KEY + " " + file + " can be read by every user of this machine: chmod o-r " + file);

        assertThat(new SecretFiles(Optional.empty()).find(KEY, new SecretFile.AtPath(file)))
                .isEqualTo(file);
    }
}
