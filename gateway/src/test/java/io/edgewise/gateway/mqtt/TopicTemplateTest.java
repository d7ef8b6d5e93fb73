// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTemplateTest {
    private static TopicName fill(String template, String source, String... captures) {
        return TopicTemplate.parse(template).fill(new TopicName(source), List.of(captures), "pi");
    }

    @ParameterizedTest
    @CsvSource({
        "moderation/{1}, moderation/7",
        "{1}/{2}/{1}, 7/x/y/7",
        "edgewise/{gateway}/results, edgewise/pi/results",
        "copy/{topic}, copy/terminals/7/x/y",
        "pre{1}post, pre7post",
        "plain, plain",
        "{gateway}{1}, pi7"
    })
    void fillsItsPlaces(String template, String topic) {
        assertThat(fill(template, "terminals/7/x/y", "7", "x/y").value()).isEqualTo(topic);
    }

    @Test
    void whatIsFilledInIsTakenAsItIs() {
        assertThat(fill("a/{1}", "t", "$1\\{topic}{gateway}").value()).isEqualTo("a/$1\\{topic}{gateway}");
    }

    @Test
    void anEmptyTopicIsNoTopic() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fill("{1}", "a", ""))
                .withMessage("topic name \"\": a Topic Name has at least one character");
    }

    @Test
    void aDeviceCanNotMakeATopicOfTheServersOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fill("{1}/stop", "a/$SYS", "$SYS"))
                .withMessage("topic \"$SYS/stop\" would be the broker's own: {1} stands at its beginning");
        assertThat(fill("a/{1}", "a/$SYS", "$SYS").value()).isEqualTo("a/$SYS");
        assertThat(fill("$own/{1}", "a/b", "b").value()).isEqualTo("$own/b");
    }

    @ParameterizedTest
    @CsvSource({
        "a/{0}, unknown place {0}",
        "a/{10}, unknown place {10}",
        "a/{}, unknown place {}",
        "a/{route}, unknown place {route}",
        "a/{ 1}, unknown place { 1}"
    })
    void refusesUnknownPlaces(String template, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicTemplate.parse(template))
                .withMessage("topic \"" + template + "\": " + fault
                        + " (have: {1} to {9} for the wildcards of from, {topic}, {gateway})");
    }

    @ParameterizedTest
    @CsvSource({"a/+", "#", "''", "'a\u0000'"})
    void refusesWhatCanBeNoTopicName(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.parse(template));
    }

    @ParameterizedTest
    @CsvSource({"plain, 0", "{topic}/{gateway}, 0", "{1}, 1", "{3}/{1}, 3"})
    void knowsTheHighestWildcardItUses(String template, int highest) {
        assertThat(TopicTemplate.parse(template).highestWildcard()).isEqualTo(highest);
    }

    @ParameterizedTest
    @CsvSource({
        "moderation/{1}, terminals/+/text, moderation/+",
        "moderation/{1}, terminals/#, moderation/#",
        "moderation/{1}/x, terminals/#, moderation/#",
        "m/{1}/{2}, +/a/#, m/+/#",
        "m/pre{1}, terminals/+/text, m/+",
        "m/pre{1}, terminals/#, m/#",
        "{topic}/out, terminals/+/text, terminals/+/text/out",
        "{topic}/out, terminals/#, terminals/#",
        "pre{topic}, terminals/+, preterminals/+",
        "pre{topic}post, a/b/c, prea/b/cpost",
        "pre{topic}post, a, preapost",
        "{topic}{1}, a/+, #",
        "pre{topic}, +/text, +/text",
        "pre{topic}, #, #",
        "{topic}post, a/+, a/+",
        "{topic}post, a/#, +/#",
        "a/{gateway}, #, a/pi",
        "plain, #, plain"
    })
    void asAFilterCoversWhateverIsFilledIn(String template, String source, String filter) {
        assertThat(TopicTemplate.parse(template).asFilter(TopicFilter.parse(source), "pi"))
                .hasToString(filter);
    }

    @Test
    void everyFilledTopicMatchesTheFilter() {
        SplittableRandom random = new SplittableRandom(11);
        int filled = 0;
        for (int i = 0; i < 200_000; i++) {
            TopicFilter source = RandomTopics.filter(random);
            TopicName topic = RandomTopics.topic(random);
            Optional<List<String>> captures = source.match(topic);
            if (captures.isPresent()) {
                TopicTemplate template = TopicTemplate.parse(RandomTopics.template(random, source.wildcards()));
                Optional<TopicName> made = made(template, topic, captures.get());
                if (made.isPresent()) {
                    filled++;
                    assertThat(template.asFilter(source, "pi").match(made.get()))
                            .as("%s of %s from %s makes %s", template, topic, source, made)
                            .isPresent();
                }
            }
        }
        assertThat(filled).isGreaterThan(10_000);
    }

    private static Optional<TopicName> made(TopicTemplate template, TopicName topic, List<String> captures) {
        try {
            return Optional.of(template.fill(topic, captures, "pi"));
        } catch (IllegalArgumentException e) {
            assertThat(Arrays.asList("", "/")).contains(template.toString().replaceAll("\\{\\d}", ""));
            return Optional.empty();
        }
    }
}
