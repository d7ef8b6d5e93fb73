// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// MQTT 5.0 section 4.7.3 and 1.5.4.
class TopicNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/",
                "/finance",
                "finance/",
                "a//b",
                "ACCOUNTS",
                "Accounts payable",
                "$SYS/monitor",
                "grün/名前/👍"
            })
    void acceptsEveryLegalName(String value) {
        assertThat(new TopicName(value)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({
        "'', a Topic Name has at least one character",
        "a/+/b, a Topic Name has no wildcard",
        "+, a Topic Name has no wildcard",
        "a+, a Topic Name has no wildcard",
        "a/#, a Topic Name has no wildcard",
        "'a\u0000b', U+0000 can't be in a topic",
        "'a\tb', U+0009 can't be in a topic",
        "'a\u0085b', U+0085 can't be in a topic",
        "'a\uFFFFb', U+FFFF can't be in a topic",
        "'a\uFDD0b', U+FDD0 can't be in a topic",
        "'a\uD83D', half a surrogate pair can't be in a topic",
        "'\uD83Da', half a surrogate pair can't be in a topic",
        "'\uDE00\uD83D', half a surrogate pair can't be in a topic"
    })
    void saysWhatIsWrong(String value, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicName(value))
                .withMessage("topic name \"" + value + "\": " + fault);
    }

    @Test
    void hasAtMost65535BytesOfUtf8() {
        assertThat(new TopicName("x".repeat(65_535)).value()).hasSize(65_535);
        assertThat(new TopicName("ü".repeat(32_767)).value()).hasSize(32_767);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicName("x".repeat(65_536)))
                .withMessageEndingWith("a topic has at most 65535 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicName("ü".repeat(32_768)))
                .withMessageEndingWith("a topic has at most 65535 bytes");
    }

    @Test
    void namesThatBeginWithDollarAreTheServers() {
        assertThat(new TopicName("$SYS").isReserved()).isTrue();
        assertThat(new TopicName("a/$SYS").isReserved()).isFalse();
    }
}
