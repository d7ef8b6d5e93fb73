// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.edgewise.testkit.junit.ExpectedLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("secret"), "  grün \nsecond line\n");
    }

    @Test
    void isTheFirstLineWithoutBlanksAround() {
        assertThat(PasswordFile.of(file).get()).isEqualTo(new Secret("grün"));
    }

    @Test
    void aChangedPasswordIsTheNextOne() throws IOException {
        Supplier<Secret> password = PasswordFile.of(file);

        Files.writeString(file, "new\n");

        assertThat(password.get()).isEqualTo(new Secret("new"));
    }

    /// An editor empties a file before it writes it.
    @Test
    void anEmptyFileKeepsTheLastPasswordAndSaysSo(ExpectedLogs logs) throws IOException {
        logs.expect("broker.password-file " + file + " has an empty first line: write the password into its first"
                + " line. Until it is right, what was read before is used");
        Supplier<Secret> password = PasswordFile.of(file);

        Files.writeString(file, "");

        assertThat(password.get()).isEqualTo(new Secret("grün"));
        assertThat(password.get()).isEqualTo(new Secret("grün"));
        assertThat(logs.soFar()).singleElement().asString().doesNotContain("grün");
    }

    @Test
    void whatHoldsNoPasswordAtTheStartIsRefused() throws IOException {
        Path missing = folder.resolve("missing");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, 'a'});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordFile.of(missing))
                .withMessageStartingWith("broker.password-file " + missing + " is not there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordFile.of(binary))
                .withMessageStartingWith("broker.password-file " + binary + " is not UTF-8");
    }
}
