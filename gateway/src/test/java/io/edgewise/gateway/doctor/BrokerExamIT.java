// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.TinySite;
import io.edgewise.gateway.broker.EmbeddedBroker;
import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerExamIT {
    @TempDir
    Path folder;

    @Test
    void aMessageToItselfIsMeasured() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
            String url = "mqtt://127.0.0.1:" + broker.port();

            Finding finding =
                    BrokerExam.look(TinySite.configuration(folder, url)).getFirst();

            assertThat(finding.level()).as(finding.said()).isEqualTo(Level.OK);
            assertThat(finding.said()).matches(url + ": connected in \\d+ ms, a message to itself took [0-9.]+ ms");
        }
    }

    @Test
    void aBrokerThatIsNotThereIsUnavailable() {
        String nobody = TinySite.nobody();

        Finding finding =
                BrokerExam.look(TinySite.configuration(folder, nobody)).getFirst();

        assertThat(finding.level()).isEqualTo(Level.UNAVAILABLE);
        assertThat(finding.said()).startsWith("no connection to " + nobody + ": nothing listens there");
    }

    @Test
    void theBrokerInsideNeedsNoLook() {
        assertThat(BrokerExam.look(TinySite.configuration(folder, "embedded")).getFirst())
                .isEqualTo(Finding.ok("broker", "embedded: starts with the gateway, on loopback, in memory"));
    }

    @Test
    void anEmptyPasswordFileIsWrong() throws IOException {
        Path file = TinySite.write(folder, TinySite.nobody());
        Path password = Files.writeString(folder.resolve("secret"), "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                file, Files.readString(file).replace("\" }\nhttp", "\", username: gw, password-file: secret }\nhttp"));

        assertThat(BrokerExam.look(ConfigurationReader.read(file)).getFirst())
                .isEqualTo(Finding.wrong(
                        "broker",
                        "broker.password-file " + password
                                + " has an empty first line: write the password into its first line."));
    }
}
