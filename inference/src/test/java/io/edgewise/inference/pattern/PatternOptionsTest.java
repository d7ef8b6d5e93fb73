// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternOptionsTest {

    @Test
    void defaultsAreAmericanAndUtc() {
        assertThat(PatternOptions.defaults())
                .isEqualTo(new PatternOptions("US", DateOrder.MONTH_FIRST, ZoneOffset.UTC));
    }

    @Test
    void dateOrderFollowsTheRegion() {
        ZoneId zone = ZoneId.of("Europe/Berlin");

        assertThat(PatternOptions.ofRegion("DE", zone).dateOrder()).isEqualTo(DateOrder.DAY_FIRST);
        assertThat(PatternOptions.ofRegion("GB", zone).dateOrder()).isEqualTo(DateOrder.DAY_FIRST);
        assertThat(PatternOptions.ofRegion("PR", zone).dateOrder()).isEqualTo(DateOrder.MONTH_FIRST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "us", "USA", "XX", "49", "U S"})
    void unknownRegionIsRefusedByName(String region) {
        assertThatThrownBy(() -> PatternOptions.ofRegion(region, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("region: expected an ISO 3166 alpha-2 code in upper case such as \"US\" or \"DE\", got \""
                        + region + "\"");
    }

    @Test
    @SuppressWarnings("NullAway") // it refuses these nulls; callers without its checks get a sentence
    void missingOptionsAreRefusedWithASentence() {
        assertThatThrownBy(() -> PatternOptions.ofRegion(null, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("region");
        assertThatThrownBy(() -> new PatternOptions("US", null, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dateOrder");
        assertThatThrownBy(() -> PatternOptions.ofRegion("US", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zone");
    }
}
