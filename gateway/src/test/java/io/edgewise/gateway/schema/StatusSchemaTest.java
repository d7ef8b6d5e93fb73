// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.Lifecycle;
import io.edgewise.gateway.Program;
import io.edgewise.gateway.StatusBoard;
import io.edgewise.gateway.StatusJson;
import io.edgewise.gateway.fake.FakeBoards;
import io.edgewise.gateway.fake.FakeGenerators;
import io.edgewise.gateway.fake.FakeReceipts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusSchemaTest {
    private static final PublishedSchema SCHEMA = PublishedSchema.strict("status");

    private final StatusBoard board = new StatusBoard("pi", new Program("1.2.3", true));

    @Test
    void everyStateFollowsTheSchema() {
        assertFollows("\"starting\"");
        board.link("out", false, "connection refused");
        assertFollows("\"starting\"");
        board.model(FakeReceipts.model("moderation"));
        assertThat(board.become(new Lifecycle.Serving())).isTrue();
        assertFollows("\"online\"");
        board.link("out", true, "");
        assertFollows("\"online\"");
        board.board(FakeBoards.hot());
        assertFollows("\"online\"");
        board.board(FakeBoards.cool());
        assertFollows("\"online\"");
        board.board(FakeBoards.untold());
        assertFollows("\"online\"");
        board.generators(() -> List.of(
                FakeGenerators.opening("a"),
                FakeGenerators.ready("b"),
                FakeGenerators.busy("c", 7),
                FakeGenerators.failed("d")));
        assertFollows("\"online\"");
        board.become(new Lifecycle.Draining());
        assertFollows("\"stopping\"");
    }

    @Test
    void theWillFollowsTheSchema() {
        assertThat(SCHEMA.errors(StatusJson.offline("pi"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"gateway\":\"pi\",=>",
                "\"gateway\":\"pi\"=>\"gateway\":\"p/i\"",
                "\"state\":\"online\"=>\"state\":\"ONLINE\"",
                "\"state\":\"online\"=>\"state\":\"starting\"",
                "\"state\":\"online\"=>\"state\":\"offline\"",
                "\"ready\":true=>\"ready\":false",
                "\"up\":true=>\"up\":\"yes\"",
                "\"status\":\"online\",=>",
                "\"golden_tests\":12=>\"golden_tests\":-1",
                "\"build_ms\":40=>\"build\":40",
                "\"level\":\"hot\"=>\"level\":\"boiling\"",
                "\"reasons\":[\"hot\"=>\"reasons\":[\"cold\"",
                "\"limit_c\":80.0=>\"limit\":80.0",
                "\"state\":\"ready\"=>\"state\":\"asleep\"",
                "\"texts\":7=>\"texts\":-7",
                "\"under_way\":1=>\"writing\":1",
                "\"reused_tokens\":560,=>",
                ",\"refused\":4=>",
            })
    void anythingElseDoesNot(String change) {
        board.link("out", true, "");
        board.model(FakeReceipts.model("moderation"));
        board.generators(() -> List.of(FakeGenerators.busy("writer", 7)));
        assertThat(board.become(new Lifecycle.Serving())).isTrue();
        board.board(change.contains("\"status\"") ? FakeBoards.cool() : FakeBoards.hot());
        String[] parts = change.split("=>", -1);
        assertThat(json()).contains(parts[0]);
        assertThat(SCHEMA.errors(json())).isEmpty();

        assertThat(SCHEMA.errors(json().replace(parts[0], parts[1]))).isNotEmpty();
    }

    private void assertFollows(String state) {
        assertThat(json()).contains("\"state\":" + state);
        assertThat(SCHEMA.errors(json())).isEmpty();
    }

    private String json() {
        return new String(StatusJson.of(board.snapshot()), StandardCharsets.UTF_8);
    }
}
