// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.document.DocumentSection;
import io.edgewise.inference.document.Problems;
import io.edgewise.inference.document.SchemaSection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolConfigurationTest {
    private final Problems problems = new Problems();

    private SpoolConfiguration read(String yaml) {
        return DocumentSection.read(YamlDocument.parse(yaml), problems, SpoolConfiguration::read);
    }

    @Test
    void hasASizeAnAgeAndATimeToCollect() {
        assertThat(read("{ size: 16MiB, age: 2h, sync: 1s }"))
                .isEqualTo(new SpoolConfiguration(16 << 20, Duration.ofHours(2), Duration.ofSeconds(1)));
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void everyKeyCanBeLeftOut() {
        assertThat(read("{}")).isEqualTo(new SpoolConfiguration(64 << 20, Duration.ofDays(7), Duration.ofMillis(200)));
        assertThat(problems.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "0", "0ms"})
    void syncCanMeanEachMessageAtOnce(String sync) {
        assertThat(read("{ sync: " + sync + " }").sync()).isZero();
        assertThat(problems.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size: 512KiB | size: expected at least 1MiB, got "512KiB"
            size: 4GiB   | size: expected a size below 2GiB, got "4GiB"
            age: 0s      | age: expected more than nothing, got "0s"
            sync: 1m     | sync: expected always, or at most 10s, got "1m"
            sync: never  | sync: expected a duration such as 500ms, 2s, 5m, 1h or 7d, got "never"
            fsync: 1s    | fsync: unknown key: did you mean "sync"? (have: age, size, sync)
            """)
    void whatCanNotBeUsedIsToldWithItsKey(String line, String problem) {
        SpoolConfiguration unused = read("{ " + line + " }");

        assertThat(unused.sizeBytes()).isPositive();
        assertThat(problems.list().stream().map(p -> p.path() + ": " + p.message()))
                .containsExactly(problem);
    }

    @Test
    void theSchemaSaysWhatTheTimeToCollectCosts() {
        Map<String, Object> schema = SchemaSection.describe("spool", SpoolConfiguration::read);

        assertThat(schema.toString())
                .contains(
                        "what is not on the disk is not acknowledged", "default=64MiB", "default=7d", "default=200ms");
    }
}
