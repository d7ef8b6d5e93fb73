// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void theOrderTurnsRoundFromOneToTheNext() {
        List<String> measured = new ArrayList<>();

        new Rounds(3, () -> measured.add("|")).run(List.of("A", "B"), measured::add);

        assertThat(measured).containsExactly("A", "B", "|", "B", "A", "|", "A", "B", "|");
    }

    @Test
    void withoutARoundThereIsNothingToSay() {
        assertThatThrownBy(() -> new Rounds(0, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rounds: expected at least 1, got 0");
    }
}
