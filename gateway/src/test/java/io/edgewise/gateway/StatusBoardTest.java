// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.StatusBoard.Link;
import io.edgewise.gateway.StatusBoard.Snapshot;
import io.edgewise.gateway.fake.FakeBoards;
import io.edgewise.gateway.fake.FakeGenerators;
import io.edgewise.gateway.fake.FakeReceipts;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.plan.ModelStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StatusBoardTest {
    private static final ModelStatus MODEL = FakeReceipts.model("moderation");

    private static final Program PROGRAM = new Program("1.2.3", false);

    private final StatusBoard board = new StatusBoard("pi", PROGRAM);
    private final List<Snapshot> told = new ArrayList<>();

    @Test
    void itStartsNotReady() {
        assertThat(board.snapshot())
                .isEqualTo(new Snapshot(
                        "pi", PROGRAM, new Lifecycle.Starting(), List.of(), List.of(), List.of(), Optional.empty()));
        assertThat(board.snapshot().isReady()).isFalse();
        assertThat(board.snapshot().sentence()).isEqualTo("starting: building models");
    }

    @Test
    void aLinkThatIsUpMakesItNotReadyBeforeTheModelsAre() {
        board.link("out", true, "");

        assertThat(board.snapshot().isReady()).isFalse();
        assertThat(board.snapshot().sentence()).isEqualTo("starting: building models");
    }

    @Test
    void itIsOnlineOnceTheModelsAreBuilt() {
        board.link("out", true, "");
        board.model(MODEL);
        assertThat(board.become(new Lifecycle.Serving())).isTrue();

        assertThat(board.snapshot())
                .isEqualTo(new Snapshot(
                        "pi",
                        PROGRAM,
                        new Lifecycle.Serving(),
                        List.of(new Link("out", true, "")),
                        List.of(MODEL),
                        List.of(),
                        Optional.empty()));
        assertThat(board.snapshot().isReady()).isTrue();
        assertThat(board.snapshot().sentence()).isEqualTo("online");
        assertThat(board.snapshot().firstDown()).isEmpty();
    }

    @Test
    void aModelThatRunsOnLessThanItShouldIsToldAndItStaysReady() {
        board.link("out", true, "");
        board.model(MODEL);
        assertThat(board.become(new Lifecycle.Serving())).isTrue();

        board.model(FakeReceipts.demoted("moderation"));

        assertThat(board.snapshot().isReady()).isTrue();
        assertThat(board.snapshot().sentence())
                .isEqualTo("online, degraded: model moderation demoted to xnnpack: device lost (planned: "
                        + FakeReceipts.SENTENCE + ")");
        board.model(MODEL);
        assertThat(board.snapshot().sentence()).isEqualTo("online");
    }

    @Test
    void aGeneratorThatFailedIsToldWithTheReasonAndItStaysReady() {
        AtomicReference<GeneratorStatus> writer = new AtomicReference<>(FakeGenerators.ready("writer"));
        board.generators(() -> List.of(writer.get()));
        board.link("out", true, "");
        board.model(MODEL);
        assertThat(board.become(new Lifecycle.Serving())).isTrue();
        assertThat(board.snapshot().sentence()).isEqualTo("online");

        writer.set(FakeGenerators.failed("writer"));

        assertThat(board.snapshot().isReady()).isTrue();
        assertThat(board.snapshot().sentence()).isEqualTo("online, degraded: generator writer failed: internal error");
        board.model(FakeReceipts.demoted("moderation"));
        assertThat(board.snapshot().sentence())
                .startsWith("online, degraded: model moderation demoted")
                .endsWith("; generator writer failed: internal error");
    }

    @Test
    void whoLooksSeesTheCountsOfThisMomentAndOthersAreToldWhenTheyAreAsked() {
        AtomicReference<GeneratorStatus> writer = new AtomicReference<>(FakeGenerators.ready("writer"));
        board.generators(() -> List.of(writer.get()));
        board.onChange(told::add);

        writer.set(FakeGenerators.busy("writer", 7));
        assertThat(board.snapshot().generators()).containsExactly(FakeGenerators.busy("writer", 7));
        assertThat(told).isEmpty();

        board.generatorsChanged();
        board.generatorsChanged();

        assertThat(told)
                .singleElement()
                .extracting(Snapshot::generators)
                .isEqualTo(List.of(FakeGenerators.busy("writer", 7)));
    }

    @Test
    void aHotBoardIsDegradedAndItStaysReady() {
        board.link("out", true, "");
        assertThat(board.become(new Lifecycle.Serving())).isTrue();

        board.board(FakeBoards.hot());

        assertThat(board.snapshot().isReady()).isTrue();
        assertThat(board.snapshot().sentence())
                .isEqualTo("online, degraded: hot, under-voltage (78 °C, limit 80 °C, level hot)");
        board.model(FakeReceipts.demoted("moderation"));
        assertThat(board.snapshot().sentence())
                .startsWith(
                        "online, degraded: hot, under-voltage (78 °C, limit 80 °C, level hot); model moderation demoted");
        board.model(MODEL);
        board.board(FakeBoards.cool());
        assertThat(board.snapshot().sentence()).isEqualTo("online");
    }

    @Test
    void aBoardThatSaysTheSameAgainIsNotToldAgain() {
        board.onChange(told::add);

        board.board(FakeBoards.hot());
        board.board(FakeBoards.hot());

        assertThat(told).hasSize(1);
    }

    @Test
    void aModelThatSaysTheSameAgainIsNotToldAgain() {
        board.onChange(told::add);

        board.model(MODEL);
        board.model(MODEL);

        assertThat(told).hasSize(1);
    }

    @Test
    void aBrokerThatIsAwayIsAStateAndItStaysReady() {
        board.link("out", true, "");
        board.link("chat", false, "connection refused");
        board.link("orders", false, "not authorized");
        board.model(MODEL);
        assertThat(board.become(new Lifecycle.Serving())).isTrue();

        assertThat(board.snapshot().isReady()).isTrue();
        assertThat(board.snapshot().firstDown()).hasValue(new Link("chat", false, "connection refused"));
        assertThat(board.snapshot().sentence()).isEqualTo("waiting for broker (chat): connection refused");
    }

    @Test
    void itIsOnlineAgainWhenTheLastLinkCameBack() {
        board.model(MODEL);
        assertThat(board.become(new Lifecycle.Serving())).isTrue();
        board.link("out", false, "refused");
        board.link("chat", false, "refused");

        board.link("out", true, "");
        assertThat(board.snapshot().sentence()).isEqualTo("waiting for broker (chat): refused");
        board.link("chat", true, "");
        assertThat(board.snapshot().sentence()).isEqualTo("online");
    }

    @Test
    void itIsNotReadyAnyMoreWhenItStops() {
        board.model(MODEL);
        assertThat(board.become(new Lifecycle.Serving())).isTrue();
        board.become(new Lifecycle.Draining());

        assertThat(board.snapshot().state()).isEqualTo(new Lifecycle.Draining());
        assertThat(board.snapshot().isReady()).isFalse();
        assertThat(board.snapshot().sentence()).isEqualTo("stopping: finishing what is in work");
    }

    @Test
    void itStaysStoppingWhenModelsAreReadyTooLate() {
        board.become(new Lifecycle.Draining());
        board.model(MODEL);
        assertThat(board.become(new Lifecycle.Serving())).isFalse();

        assertThat(board.snapshot().state()).isEqualTo(new Lifecycle.Draining());
    }

    @Test
    void linksKeepTheOrderInWhichTheyCame() {
        board.link("out", false, "x");
        board.link("a", false, "x");
        board.link("out", true, "");

        assertThat(board.snapshot().links()).extracting(Link::name).containsExactly("out", "a");
    }

    @Test
    void everyChangeIsToldWithWhatItMade() {
        board.onChange(told::add);

        board.link("out", false, "refused");
        board.link("out", true, "");
        board.model(MODEL);
        assertThat(board.become(new Lifecycle.Serving())).isTrue();
        board.become(new Lifecycle.Draining());

        assertThat(told)
                .extracting(Snapshot::sentence)
                .containsExactly(
                        "starting: building models",
                        "starting: building models",
                        "starting: building models",
                        "online",
                        "stopping: finishing what is in work");
        assertThat(told.getLast()).isEqualTo(board.snapshot());
    }

    @Test
    void aLinkThatSaysTheSameAgainIsNotToldAgain() {
        board.onChange(told::add);

        board.link("out", false, "refused");
        board.link("out", false, "refused");
        board.link("out", false, "timed out");

        assertThat(told).extracting(s -> s.links().getFirst().reason()).containsExactly("refused", "timed out");
    }

    @Test
    void aListenerMayLookAtTheBoardAndChangeIt() {
        board.onChange(now -> {
            told.add(board.snapshot());
            board.link("other", true, "");
        });

        board.link("out", true, "");

        assertThat(told).hasSize(2);
    }

    @Test
    void aSnapshotStaysAsItWas() {
        board.link("out", false, "refused");
        Snapshot before = board.snapshot();

        board.link("out", true, "");

        assertThat(before.links()).containsExactly(new Link("out", false, "refused"));
    }
}
