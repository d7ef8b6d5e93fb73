// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeBoards;
import io.edgewise.gateway.fake.FakeGenerators;
import io.edgewise.gateway.fake.FakeReceipts;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Service;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
    private final StatusBoard board = new StatusBoard("pi", new Program("1.2.3", true));

    @Test
    void aStartingGatewaySaysSo() {
        assertThat(json())
                .isEqualTo(
                        "{\"gateway\":\"pi\",\"version\":\"1.2.3\",\"aot_cache\":true,\"state\":\"starting\",\"ready\":false,"
                                + "\"status\":\"starting: building models\",\"links\":[],\"models\":[],\"generators\":[]}");
    }

    @Test
    void aRunningGatewayTellsLinksAndModels() {
        board.link("out", true, "");
        board.link("chat", false, "connection refused by \"broker\"");
        board.model(FakeReceipts.model("moderation"));
        assertThat(board.become(new Lifecycle.Serving())).isTrue();

        assertThat(json())
                .isEqualTo(
                        "{\"gateway\":\"pi\",\"version\":\"1.2.3\",\"aot_cache\":true,\"state\":\"online\",\"ready\":true,"
                                + "\"status\":\"waiting for broker (chat): connection refused by \\\"broker\\\"\","
                                + "\"links\":[{\"name\":\"out\",\"up\":true},"
                                + "{\"name\":\"chat\",\"up\":false,\"reason\":\"connection refused by \\\"broker\\\"\"}],"
                                + "\"models\":[{\"name\":\"moderation\",\"service\":\"as-planned\",\"degraded\":false,"
                                + "\"plan\":\"" + FakeReceipts.SENTENCE + "\",\"bundle\":\"moderation@1.0.0\","
                                + "\"golden_tests\":12,\"build_ms\":40}],\"generators\":[]}");
    }

    @Test
    void aModelThatWaitsForItsFirstTextIsThereToo() {
        board.model(new ModelStatus("lazy", Optional.empty(), new Service.NotOpened()));

        assertThat(json())
                .contains("\"models\":[{\"name\":\"lazy\",\"service\":\"not-opened\",\"degraded\":false,"
                        + "\"plan\":\"not opened before its first text\"}]");
    }

    @Test
    void generatorsAreThereWithWhatBecameOfTheirTexts() {
        board.generators(() -> List.of(FakeGenerators.busy("writer", 7), FakeGenerators.opening("other")));

        assertThat(json())
                .contains("\"generators\":[{\"name\":\"writer\",\"state\":\"ready\",\"degraded\":false,"
                        + "\"plan\":\"" + FakeGenerators.SENTENCE + "\",\"bundle\":\"smollm2@1.0.0\","
                        + "\"build_ms\":1234,\"waiting\":0,\"under_way\":1,\"texts\":7,\"tokens\":140,"
                        + "\"prompt_tokens\":700,\"reused_tokens\":560,"
                        + "\"given_up\":{\"expired\":1,\"cancelled\":2,\"failed\":3,\"refused\":4}},"
                        + "{\"name\":\"other\",\"state\":\"opening\",\"degraded\":false,"
                        + "\"plan\":\"is built and tested\",\"waiting\":3,\"under_way\":0,\"texts\":0,");
    }

    @Test
    void theBoardIsThereOnceItWasLookedAt() {
        board.board(FakeBoards.hot());

        assertThat(json())
                .endsWith(",\"board\":{\"model\":\"Raspberry Pi 4 Model B Rev 1.4\",\"kind\":\"raspberry-pi-4\","
                        + "\"level\":\"hot\",\"reasons\":[\"hot\",\"under-voltage\"],"
                        + "\"temperature_c\":78.3,\"limit_c\":80.0}}");
        board.board(FakeBoards.untold());
        assertThat(json()).endsWith(",\"board\":{\"kind\":\"generic\",\"level\":\"cool\",\"reasons\":[]}}");
    }

    @Test
    void theStatusIsRetainedBelowTheGatewaysName() {
        OutgoingPublish publish = new StatusTopic("pi").of(board.snapshot());

        assertThat(publish.topic().value()).isEqualTo("edgewise/pi/status");
        assertThat(publish.retain()).isTrue();
        assertThat(publish.properties().contentType()).hasValue("application/json");
        assertThat(publish.properties().utf8()).isTrue();
        assertThat(publish.properties().messageExpiry()).isEmpty();
        assertThat(publish.payload().bytes()).isEqualTo(StatusJson.of(board.snapshot()));
    }

    @Test
    void theWillTakesThePlaceOfTheStatus() {
        OutgoingPublish will = new StatusTopic("pi").offline();

        assertThat(will.topic())
                .isEqualTo(new StatusTopic("pi").of(board.snapshot()).topic());
        assertThat(will.retain()).isTrue();
        assertThat(will.properties().contentType()).hasValue("application/json");
        assertThat(new String(will.payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"gateway\":\"pi\",\"state\":\"offline\",\"ready\":false}");
    }

    private String json() {
        return new String(StatusJson.of(board.snapshot()), StandardCharsets.UTF_8);
    }
}
