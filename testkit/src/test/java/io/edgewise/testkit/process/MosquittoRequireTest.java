// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class MosquittoRequireTest {
    @Test
    void findsTheBinary() {
        Path binary = Path.of("/usr/sbin/mosquitto");

        assertThat(Mosquitto.require(Optional.of(binary), Map.of("CI", "true"))).isEqualTo(binary);
    }

    @Test
    void skipsAloudWithoutTheBinary() {
        assertThatThrownBy(() -> Mosquitto.require(Optional.empty(), Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("skipped: mosquitto is not installed (apt install mosquitto)");
    }

    @Test
    void failsInContinuousIntegrationWithoutTheBinary() {
        assertThatThrownBy(() -> Mosquitto.require(Optional.empty(), Map.of("CI", "true")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("CI=true forbids the skip");
    }
}
