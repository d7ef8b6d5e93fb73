// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of MQTT 5.0 section 4.7, and what is said between them.
class TopicFilterTest {
    @ParameterizedTest
    @CsvSource({
        // 4.7.1.2: the multi-level wildcard
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
        "sport/tennis/player1/#, sport/tennis/player2, false",
        "sport/#, sport, true",
        "sport/#, sports, false",
        "#, anything/at/all, true",
        "#, /, true",
        // 4.7.1.3: the single-level wildcard
        "sport/tennis/+, sport/tennis/player1, true",
        "sport/tennis/+, sport/tennis/player2, true",
        "sport/tennis/+, sport/tennis/player1/ranking, false",
        "sport/tennis/+, sport/tennis, false",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+, sport, true",
        "+, /finance, false",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+/tennis/#, sport/tennis, true",
        "+/tennis/#, sport/tennis/player1/score, true",
        "sport/+/player1, sport/tennis/player1, true",
        "sport/+/player1, sport//player1, true",
        "sport/+/player1, sport/a/b/player1, false",
        // 4.7.2: topics beginning with $
        "#, $SYS/monitor, false",
        "+/monitor/Clients, $SYS/monitor/Clients, false",
        "$SYS/#, $SYS/monitor, true",
        "$SYS/monitor/+, $SYS/monitor/Clients, true",
        "a/+, a/$SYS, true",
        // 4.7.3: case, spaces, empty levels
        "ACCOUNTS, Accounts, false",
        "Accounts payable, Accounts payable, true",
        "/finance, finance, false",
        "a//b, a/b, false",
        "a/, a, false"
    })
    void matchesAsTheSpecificationSays(String filter, String topic, boolean matches) {
        assertThat(TopicFilter.parse(filter).match(new TopicName(topic)).isPresent())
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "terminals/+/text, terminals/7/text, 7",
        "+/+, a/b, a|b",
        "+/b/+, a/b/, a|",
        "a/#, a/b/c, b/c",
        "a/#, a, ''",
        "a/#, a/, ''",
        "+/x/#, 1/x/2/3, 1|2/3",
        "a/b, a/b, "
    })
    void tellsWhatEachWildcardStandsFor(String filter, String topic, String captures) {
        List<String> expected = captures == null ? List.of() : Arrays.asList(captures.split("\\|", -1));

        assertThat(TopicFilter.parse(filter).match(new TopicName(topic))).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "#", "+/tennis/#", "sport/+/player1", "sport/tennis/#", "/", "$share/group/a"})
    void acceptsEveryLegalFilter(String value) {
        assertThat(TopicFilter.parse(value)).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({
        "'', a Topic Filter has at least one character",
        "sport/tennis#, '# stands alone in the last level, as in sensors/#'",
        "sport/tennis/#/ranking, '# stands alone in the last level, as in sensors/#'",
        "sport+, '+ stands alone in its level, as in sensors/+/text'",
        "sport/+tennis, '+ stands alone in its level, as in sensors/+/text'",
        "a/+#, '+ stands alone in its level, as in sensors/+/text'",
        "'a\u0000', U+0000 can't be in a topic",
        "'a\uD83D', half a surrogate pair can't be in a topic"
    })
    void saysWhatIsWrong(String value, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFilter.parse(value))
                .withMessage("topic filter \"" + value + "\": " + fault);
    }

    @Test
    void hasAtMost65535Bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicFilter.parse("x".repeat(65_536)))
                .withMessageEndingWith("a topic has at most 65535 bytes");
    }

    @Test
    void countsItsWildcards() {
        assertThat(TopicFilter.parse("a/b").wildcards()).isZero();
        assertThat(TopicFilter.parse("+/b/+/#").wildcards()).isEqualTo(3);
        assertThat(TopicFilter.parse("+/b/+/#").endsWithMultiLevel()).isTrue();
        assertThat(TopicFilter.parse("+/b/+").endsWithMultiLevel()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "a, b, false",
        "a/b, a, false",
        "a/#, a, true",
        "a/#, a/b/c, true",
        "a/#, b/#, false",
        "a/+, a, false",
        "a/+, +/b, true",
        "a/+/c, a/b/+, true",
        "a/+/c, a/b/d, false",
        "+/+, +, false",
        "#, x/y, true",
        "+/b/#, a/+, true",
        "moderation/+, terminals/+/text, false",
        "chat/+/clean, chat/#, true"
    })
    void overlapsWhenATopicMatchesBoth(String one, String other, boolean overlaps) {
        assertThat(TopicFilter.parse(one).overlaps(TopicFilter.parse(other))).isEqualTo(overlaps);
        assertThat(TopicFilter.parse(other).overlaps(TopicFilter.parse(one))).isEqualTo(overlaps);
    }

    @Test
    void noTopicMatchesTwoFiltersThatDoNotOverlap() {
        SplittableRandom random = new SplittableRandom(7);
        int matched = 0;
        for (int i = 0; i < 50_000; i++) {
            TopicFilter one = RandomTopics.filter(random);
            TopicFilter other = RandomTopics.filter(random);
            TopicName topic = RandomTopics.topic(random);
            if (one.match(topic).isPresent() && other.match(topic).isPresent()) {
                matched++;
                assertThat(one.overlaps(other))
                        .as("%s and %s, which both match %s", one, other, topic)
                        .isTrue();
            }
        }
        assertThat(matched).isGreaterThan(1_000);
    }

    @Test
    void equalsByItsText() {
        assertThat(TopicFilter.parse("a/+"))
                .isEqualTo(TopicFilter.parse("a/+"))
                .hasSameHashCodeAs(TopicFilter.parse("a/+"));
        assertThat(TopicFilter.parse("a/+")).isNotEqualTo(TopicFilter.parse("a/#"));
    }
}
