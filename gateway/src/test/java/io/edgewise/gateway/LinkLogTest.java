// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.StatusBoard.Link;
import io.edgewise.testkit.junit.ExpectedLogs;
import org.junit.jupiter.api.Test;

class LinkLogTest {
    private static final String REASON = "nothing listens there";

    private final StatusBoard status = new StatusBoard("lobby-pi", new Program("1.2.3", true));
    private final LinkLog log = new LinkLog("out", "mqtt://b:1883", status);

    @Test
    void aLinkIsDownUntilItIsConnected() {
        assertThat(status.snapshot().links()).containsExactly(new Link("out", false, "connecting to mqtt://b:1883"));

        log.connected();

        assertThat(status.snapshot().links()).containsExactly(new Link("out", true, ""));
    }

    @Test
    void aReasonThatRepeatsItselfIsToldOnce(ExpectedLogs logs) {
        logs.expect("waiting for broker mqtt://b:1883: " + REASON + "; trying again");

        log.disconnected(REASON);
        log.disconnected(REASON);

        assertThat(logs.soFar()).hasSize(1);
        assertThat(status.snapshot().links()).containsExactly(new Link("out", false, REASON));
    }

    @Test
    void anotherReasonAndAnotherOutageAreToldAgain(ExpectedLogs logs) {
        logs.expect(REASON).expect("wrong user name");

        log.disconnected(REASON);
        log.disconnected("wrong user name");
        log.connected();
        log.disconnected("wrong user name");

        assertThat(logs.soFar()).hasSize(3);
    }
}
