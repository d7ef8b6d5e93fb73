// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of MQTT 5.0 section 4.7, and Shared Subscriptions of section 4.8.2.
class TopicFiltersTest {
    @ParameterizedTest(name = "{0} {2} {1}")
    @CsvSource({
        "sport/tennis/player1/#,   sport/tennis/player1,              true",
        "sport/tennis/player1/#,   sport/tennis/player1/score/wimbledon, true",
        "sport/#,                  sport,                             true",
        "#,                        a/b,                               true",
        "sport/tennis/+,           sport/tennis/player1,              true",
        "sport/tennis/+,           sport/tennis/player1/ranking,      false",
        "sport/+,                  sport,                             false",
        "sport/+,                  sport/,                            true",
        "+/+,                      /finance,                          true",
        "+,                        /finance,                          false",
        "a/b,                      a/b/c,                             false",
        "a/b/c,                    a/b,                               false",
        "#,                        $SYS/monitor,                      false",
        "+/monitor,                $SYS/monitor,                      false",
        "$SYS/#,                   $SYS/monitor,                      true",
        "$share/group/a/+,         a/b,                               true",
        "$share/group/a/+,         b/b,                               false",
    })
    void matches(String filter, String topic, boolean expected) {
        assertThat(TopicFilters.matches(filter, topic)).isEqualTo(expected);
    }
}
