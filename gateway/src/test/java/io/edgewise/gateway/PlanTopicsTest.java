// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeGenerators;
import io.edgewise.gateway.fake.FakeReceipts;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.inference.generation.GeneratorReceiptJson;
import io.edgewise.inference.generation.GeneratorStatus;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.ReceiptJson;
import io.edgewise.inference.plan.Service;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PlanTopicsTest {
    private final StatusBoard board = new StatusBoard("pi", new Program("1.2.3", true));
    private final PlanTopics plans = new PlanTopics("pi");

    @Test
    void eachModelHasATopicOfItsOwn() {
        board.model(FakeReceipts.model("guard"));
        board.model(FakeReceipts.model("orders"));

        List<OutgoingPublish> due = plans.due(board.snapshot(), true);

        assertThat(due)
                .extracting(publish -> publish.topic().value())
                .containsExactly("edgewise/pi/plan/guard", "edgewise/pi/plan/orders");
        assertThat(due).allMatch(OutgoingPublish::retain);
        assertThat(due.getFirst().properties().contentType()).hasValue("application/json");
        assertThat(due.getFirst().payload().bytes()).isEqualTo(ReceiptJson.of(FakeReceipts.model("guard")));
    }

    @Test
    void nothingIsToldBeforeTheModelsAreBuilt() {
        assertThat(plans.due(board.snapshot(), true)).isEmpty();
        board.model(FakeReceipts.model("guard"));

        assertThat(plans.due(board.snapshot(), true)).hasSize(1);
    }

    @Test
    void eachConnectionIsToldOnce() {
        board.model(FakeReceipts.model("guard"));

        assertThat(plans.due(board.snapshot(), false)).isEmpty();
        assertThat(plans.due(board.snapshot(), true)).hasSize(1);
        assertThat(plans.due(board.snapshot(), true)).isEmpty();
        assertThat(plans.due(board.snapshot(), false)).isEmpty();
        assertThat(plans.due(board.snapshot(), true)).hasSize(1);
    }

    @Test
    void aReceiptThatChangedIsToldAgainAndNoOther() {
        board.model(FakeReceipts.model("guard"));
        board.model(FakeReceipts.model("orders"));
        assertThat(plans.due(board.snapshot(), true)).hasSize(2);

        board.model(FakeReceipts.demoted("guard"));

        assertThat(plans.due(board.snapshot(), true))
                .extracting(publish -> publish.topic().value())
                .containsExactly("edgewise/pi/plan/guard");
    }

    @Test
    void aModelThatWaitsForItsFirstTextHasNoReceiptYet() {
        board.model(new ModelStatus("lazy", Optional.empty(), new Service.NotOpened()));

        assertThat(plans.due(board.snapshot(), true)).isEmpty();
    }

    @Test
    void aGeneratorHasATopicToo() {
        board.model(FakeReceipts.model("guard"));
        board.generators(() -> List.of(FakeGenerators.ready("writer")));

        List<OutgoingPublish> due = plans.due(board.snapshot(), true);

        assertThat(due)
                .extracting(publish -> publish.topic().value())
                .containsExactly("edgewise/pi/plan/guard", "edgewise/pi/plan/writer");
        assertThat(due).allMatch(OutgoingPublish::retain);
        assertThat(due.getLast().payload().bytes()).isEqualTo(GeneratorReceiptJson.of(FakeGenerators.ready("writer")));
    }

    @Test
    void aGeneratorsReceiptIsToldAgainWhenItFailedAndNotForEachText() {
        AtomicReference<GeneratorStatus> writer = new AtomicReference<>(FakeGenerators.opening("writer"));
        board.generators(() -> List.of(writer.get()));
        assertThat(plans.due(board.snapshot(), true)).isEmpty();
        writer.set(FakeGenerators.ready("writer"));
        assertThat(plans.due(board.snapshot(), true)).hasSize(1);

        writer.set(FakeGenerators.busy("writer", 7));
        assertThat(plans.due(board.snapshot(), true)).isEmpty();
        writer.set(FakeGenerators.failed("writer"));
        assertThat(plans.due(board.snapshot(), true)).hasSize(1);
        assertThat(plans.due(board.snapshot(), false)).isEmpty();
        assertThat(plans.due(board.snapshot(), true)).hasSize(1);
    }
}
