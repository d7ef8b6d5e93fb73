// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.process.Child;
import io.edgewise.testkit.process.Child.Source;
import org.junit.jupiter.api.Test;

/// `edgewise demo --once`: what a newcomer sees first.
final class DemoIT {
    @Test
    void showsSixtyMessagesAndTheirAnswers() {
        try (Child demo = GatewayProcess.edgewise("demo", "--once")) {
            assertThat(demo.awaitExit(GatewayProcess.PATIENCE)).isZero();

            String said = String.join("\n", demo.lines(Source.STDOUT));
            assertThat(said)
                    .containsPattern("moderation@[0-9.]+: xnnpack runs")
                    .contains("golden tests passed on this board")
                    .contains("block", "insult", "review", "spam")
                    .contains("alarm_set", "EQUIPMENT", "PHONE 555-0134 = +1-555-0134")
                    .contains("dead letter  malformed", "dead letter  no-text", "dead letter  too-large")
                    .contains("60 messages, 60 answered, 0 without an answer");
            assertThat(said)
                    .as("an escape sequence of a device must not reach the terminal")
                    .doesNotContain("\u001B");
        }
    }
}
