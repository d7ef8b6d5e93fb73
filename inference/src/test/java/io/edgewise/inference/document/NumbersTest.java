// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({"0s, PT0S", "500ms, PT0.5S", "2s, PT2S", "5m, PT5M", "1h, PT1H", "7d, P7D", "36500d, PT876000H"})
    void aDurationIsANumberAndAUnit(String text, Duration duration) {
        assertThat(Numbers.duration(text)).isEqualTo(duration);
        assertThat(Numbers.duration(text.replaceAll("(\\d)([a-z])", "$1 $2"))).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "5", "-5s", "1.5s", "5 weeks", "5S", "99999999999s", "1e3s", "s5"})
    void anythingElseIsNoDuration(String text) {
        assertThatThrownBy(() -> Numbers.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a duration such as 500ms, 2s, 5m, 1h or 7d, got \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36501d", "9999999999d", "876001h"})
    void aDurationBeyondACenturyIsRefused(String text) {
        assertThatThrownBy(() -> Numbers.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at most 36500d, got \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0B, 0", "512B, 512", "64KiB, 65536", "16MiB, 16777216", "1GiB, 1073741824", "3kB, 3000", "2MB, 2000000"
    })
    void aSizeIsANumberAndAUnit(String text, int bytes) {
        assertThat(Numbers.sizeBytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2GiB", "2147483648B", "9999999999MiB", "9999999999GiB"})
    void aSizeThatNoArrayHasIsRefused(String text) {
        assertThatThrownBy(() -> Numbers.sizeBytes(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a size below 2GiB, got \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5kib", "-1B", "1.5MiB", "KiB"})
    void anythingElseIsNoSize(String text) {
        assertThatThrownBy(() -> Numbers.sizeBytes(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a size such as 512B, 64KiB or 16MiB, got \"" + text + "\"");
    }
}
