// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PatternMatchTest {

    @Test
    void emptySpanIsRefused() {
        assertThatThrownBy(() -> new PatternMatch(PatternType.URL, 3, 3, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a match needs 0 <= start < end, got start 3 and end 3");
        assertThatThrownBy(() -> new PatternMatch(PatternType.URL, -1, 3, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blankValueIsRefused() {
        assertThatThrownBy(() -> new PatternMatch(PatternType.URL, 0, 3, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a URL match needs a value, got a blank one");
    }
}
