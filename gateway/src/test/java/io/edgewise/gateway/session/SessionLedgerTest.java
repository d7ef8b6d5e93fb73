// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.mqtt.FormerSubscriptions;
import io.edgewise.testkit.junit.ExpectLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which Sessions are remembered, and with which subscriptions.
class SessionLedgerTest {
    @TempDir
    Path folder;

    private static KeptSession session(String clientId, String... subscriptions) {
        return new KeptSession(
                "mqtt://broker.site:1883", clientId, "hall", "broker", Duration.ofDays(7), List.of(subscriptions));
    }

    private static void note(SessionLedger ledger, KeptSession session) {
        assertThat(ledger.claim(session)).isNotNull();
    }

    @Test
    void isReadAgainAsItWasWritten() throws IOException {
        KeptSession hall = session("tiny:hall:in", "$share/hall/halls/+/text");
        try (SessionLedger ledger = SessionLedger.open(folder)) {
            assertThat(ledger.all()).isEmpty();
            assertThat(ledger.claim(hall).present()).isEmpty();
        }

        try (SessionLedger again = SessionLedger.open(folder)) {
            assertThat(again.all()).containsExactly(hall);
        }
    }

    @Test
    void remembersEverySubscriptionUntilTheBrokerHasForgottenIt() throws IOException {
        try (SessionLedger ledger = SessionLedger.open(folder)) {
            assertThat(ledger.claim(session("tiny:hall:in", "a/#")).present()).isEmpty();
            assertThat(ledger.claim(session("tiny:hall:in", "b/#")).present()).containsExactly("a/#");
            FormerSubscriptions former = ledger.claim(session("tiny:hall:in", "c/#"));
            assertThat(former.present()).containsExactly("a/#", "b/#");
            assertThat(ledger.all()).containsExactly(session("tiny:hall:in", "a/#", "b/#", "c/#"));

            former.removed();

            assertThat(former.present()).isEmpty();
            assertThat(ledger.all()).containsExactly(session("tiny:hall:in", "c/#"));
        }
    }

    @Test
    void aSubscriptionThatComesBackIsNotUnsubscribed() throws IOException {
        try (SessionLedger ledger = SessionLedger.open(folder)) {
            note(ledger, session("tiny:hall:in", "a/#"));
            note(ledger, session("tiny:hall:in", "b/#"));

            assertThat(ledger.claim(session("tiny:hall:in", "a/#")).present()).containsExactly("b/#");
        }
    }

    @Test
    void forgetsASessionThatIsRemovedAndNoOther() throws IOException {
        try (SessionLedger ledger = SessionLedger.open(folder)) {
            note(ledger, session("tiny:hall:in", "a/#"));
            note(ledger, session("tiny:yard:in", "b/#"));

            ledger.removed(session("tiny:hall:in", "whichever"));
        }

        try (SessionLedger again = SessionLedger.open(folder)) {
            assertThat(again.all()).containsExactly(session("tiny:yard:in", "b/#"));
        }
    }

    @Test
    void keepsASecondGatewayOut() throws IOException {
        try (SessionLedger _ = SessionLedger.open(folder)) {
            assertThatThrownBy(() -> SessionLedger.open(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another gateway uses the state folder " + folder);
        }
        SessionLedger.open(folder).close();
    }

    @Test
    @ExpectLog("stay at the broker until their session-expiry")
    void beginsAnewWhenTheFileIsNotOurs() throws IOException {
        Files.writeString(folder.resolve("sessions.json"), "[ { \"broker\": 7 } ]");

        try (SessionLedger ledger = SessionLedger.open(folder)) {
            note(ledger, session("tiny:hall:in", "a/#"));
        }

        try (SessionLedger again = SessionLedger.open(folder)) {
            assertThat(again.all()).containsExactly(session("tiny:hall:in", "a/#"));
        }
    }

    @Test
    @ExpectLog("can't be used")
    @ExpectLog("can't be written")
    void worksWithoutAFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        try (SessionLedger ledger = SessionLedger.open(file)) {
            note(ledger, session("tiny:hall:in", "a/#"));

            assertThat(ledger.claim(session("tiny:hall:in", "b/#")).present()).containsExactly("a/#");
        }
    }
}
