// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.Properties;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A chaos run that overlooks a wrong answer proves nothing.
final class LedgerTest {
    private final Ledger ledger = new Ledger(Terminals.CHAT);

    private static Publish result(int number, String source, int tokens, String key) {
        return Publish.of("moderation/0", """
                {"id":"%d","route":"chat","source":"%s","at":"2026-11-30T06:00:00Z",
                 "moderation":{"verdict":"allow","flagged":[],"scores":{},"model":"moderation@1.0.0"},
                 "tokens":%d,"windows":1,"took":{"queue_ms":0.1,"infer_ms":2.5}}
                """.formatted(number, source, tokens)).withUser("edgewise-key", key);
    }

    private static Publish result(int number, int tokens, String key) {
        return result(number, Terminals.CHAT.source(number), tokens, key);
    }

    @Test
    void readsWhichMessageAResultAnswers() {
        assertThat(ledger.result(result(17, 9, "k17"))).isEqualTo(17);
        assertThat(Ledger.id(result(17, 9, "k17"))).isEqualTo("17");
        assertThat(Ledger.inferMillis(result(17, 9, "k17"))).isEqualTo(2.5);
    }

    @Test
    void takesARepetitionWithTheSameKey() {
        ledger.result(result(17, 9, "k17"));

        assertThat(ledger.result(result(17, 9, "k17"))).isEqualTo(17);
    }

    @Test
    void refusesARepetitionWithAnotherKey() {
        ledger.result(result(17, 9, "k17"));

        assertThatThrownBy(() -> ledger.result(result(17, 9, "other")))
                .hasMessage("result of message 17: its edgewise-key is other instead of k17");
    }

    @Test
    void refusesAKeyThatIsAnotherMessages() {
        ledger.result(result(17, 9, "k17"));

        assertThatThrownBy(() -> ledger.result(result(18, 12, "k17")))
                .hasMessage("result of message 18: its edgewise-key's message is 17 instead of 18");
    }

    @Test
    void refusesAResultWithoutAKey() {
        Publish without = result(17, 9, "k17").withProperties(Properties.NONE);

        assertThatThrownBy(() -> ledger.result(without)).hasMessage("result of message 17: no edgewise-key");
    }

    @Test
    void refusesTheAnswerToAnotherText() {
        int sameText = 17 + Terminals.CHAT.texts().size();
        ledger.result(result(17, 9, "k17"));

        assertThatThrownBy(() -> ledger.result(result(sameText, 10, "k22")))
                .hasMessage("result of message 22: its answer is allow [], 10 tokens instead of allow [], 9 tokens");
    }

    @Test
    void refusesAResultForAnotherTerminal() {
        assertThatThrownBy(() -> ledger.result(result(17, "terminals/9/text", 9, "k17")))
                .hasMessage("result of message 17: its source is terminals/9/text instead of terminals/3/text");
    }

    @Test
    void countsDeadLettersByReason() {
        Publish letter = Terminals.CHAT.message(17).withUser("reason", "deadline");

        assertThat(ledger.deadLetter(letter)).isEqualTo(17);
        ledger.deadLetter(letter);
        ledger.deadLetter(Terminals.CHAT.message(18).withUser("reason", "expired"));

        assertThat(ledger.deadLetters()).hasToString("{deadline=1, expired=1}");
    }

    @Test
    void seesWhatAnOlderMessageOvertook() {
        int next = Terminals.CHAT.texts().size(); // the first message of the next terminal

        assertThat(Outcome.outOfOrder(List.of(0, 1, next, 2, 1, 3), Terminals.CHAT))
                .as("a repetition is no disorder")
                .isZero();
        assertThat(Outcome.outOfOrder(List.of(0, 2, next, 1, 3), Terminals.CHAT))
                .isOne();
    }
}
