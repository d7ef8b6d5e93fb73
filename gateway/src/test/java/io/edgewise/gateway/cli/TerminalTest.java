// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @ParameterizedTest
    @CsvSource({"80, 80", "200, 200", "20, 60", "0, 60", "-5, 60", "wide, 120", "'', 120", "99999999999, 120"})
    void theWidthComesFromTheEnvironment(String columns, int width) {
        assertThat(Terminal.columns(Map.of("COLUMNS", columns))).isEqualTo(width);
    }

    @Test
    void withoutAWidthOneIsAssumed() {
        assertThat(Terminal.columns(Map.of())).isEqualTo(120);
    }

    @Test
    void coloursAreForTerminalsOfPeopleWhoWantThem() {
        assertThat(Terminal.hasColours(true, Map.of())).isTrue();
        assertThat(Terminal.hasColours(true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.hasColours(true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.hasColours(false, Map.of())).isFalse();
    }
}
