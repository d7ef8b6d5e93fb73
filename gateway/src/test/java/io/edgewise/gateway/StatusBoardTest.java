// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.StatusBoard.ModelLine;
import io.edgewise.gateway.StatusBoard.Phase;
import io.edgewise.gateway.StatusBoard.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
    private static final ModelLine MODEL = new ModelLine("m", "moderation@1.0.0", "XNNPACK", 3, 5);

    private final StatusBoard status = new StatusBoard("lobby-pi");
    private final List<Snapshot> told = new ArrayList<>();

    @Test
    void itIsReadyWhenModelsAreBuiltBrokerOrNot() {
        status.link("out", false, "nothing listens there");
        assertThat(status.snapshot().isReady()).isFalse();
        assertThat(status.snapshot().sentence()).isEqualTo("starting: building models");

        status.online(List.of(MODEL));

        assertThat(status.snapshot().isReady()).isTrue();
        assertThat(status.snapshot().models()).containsExactly(MODEL);
        assertThat(status.snapshot().sentence()).isEqualTo("waiting for broker (out): nothing listens there");
    }

    @Test
    void withEveryLinkUpItIsOnline() {
        status.online(List.of());
        status.link("out", true, "");

        assertThat(status.snapshot().sentence()).isEqualTo("online");
    }

    @Test
    void whatIsToldToStopWhileItStartsNeverComesOnline() {
        status.stopping();

        status.online(List.of(MODEL));

        assertThat(status.snapshot().phase()).isEqualTo(Phase.STOPPING);
        assertThat(status.snapshot().isReady()).isFalse();
    }

    @Test
    void onlyTheFirstIsToldThatItStops() {
        assertThat(status.stopping()).isTrue();
        assertThat(status.stopping()).isFalse();
    }

    @Test
    void listenersHearOfChangesOnly() {
        status.onChange(told::add);

        status.link("out", true, "");
        status.link("out", true, "");
        status.online(List.of());
        status.stopping();
        status.stopping();

        assertThat(told).extracting(Snapshot::phase).containsExactly(Phase.STARTING, Phase.ONLINE, Phase.STOPPING);
    }
}
