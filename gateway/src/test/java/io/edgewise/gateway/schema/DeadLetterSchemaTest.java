// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Publishes;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.testkit.junit.ExpectLog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeadLetterSchemaTest {
    private static final PublishedSchema SCHEMA = PublishedSchema.strict("dead-letter");

    @TempDir
    private Path state;

    @Test
    void whatARoutePublishesFollowsTheSchema() {
        Publish broken = Publishes.withPayload(
                Publishes.withUser(Publishes.withUser(Publishes.text(1, ""), "line", "4"), "edgewise-key", "old"),
                new byte[] {(byte) 0xC3});

        assertThat(deadLetter(broken))
                .contains("\"line\":\"4\"")
                .satisfies(letter -> assertThat(SCHEMA.errors(letter)).isEmpty());
    }

    @Test
    @ExpectLog("a message became a dead letter: the model failed on it")
    void soDoesOneThatAModelFailedOn() {
        PipelineDriver driver = PipelineDriver.of(Routes.chat(), state);
        driver.receive(FakeInConnection.first("a"), Publishes.text(1, "hello"));
        while (!driver.inference().waiting().isEmpty()) {
            driver.inference().fail(0, new IllegalStateException("no"));
            driver.run();
        }

        assertThat(driver.deadLetters())
                .isNotEmpty()
                .allSatisfy(letter -> assertThat(SCHEMA.errors(json(letter))).isEmpty());
    }

    @Test
    void everyReasonIsDescribedAndNoOther() {
        JsonNode reason = JsonMapper.shared()
                .readTree(PublishedSchema.text("dead-letter"))
                .at("/properties/user-properties/properties/reason");
        List<String> labels = Arrays.stream(DeadLetterReason.values())
                .map(DeadLetterReason::label)
                .toList();

        assertThat(reason.path("enum")).extracting(JsonNode::asString).containsExactlyElementsOf(labels);
        assertThat(reason.path("description").asString()).contains(labels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reason", "detail", "source-topic"})
    void eachOfOurPropertiesMustBeThere(String name) {
        String right = deadLetter(Publishes.withPayload(Publishes.text(1, ""), new byte[] {(byte) 0xC3}));
        assertThat(right).contains("\"" + name + "\":");

        assertThat(SCHEMA.errors(right.replace("\"" + name + "\":", "\"other\":")))
                .isNotEmpty();
    }

    @Test
    void anotherTopicAndAnotherReasonDoNotFollow() {
        String right = deadLetter(Publishes.withPayload(Publishes.text(1, ""), new byte[] {(byte) 0xC3}));

        assertThat(SCHEMA.errors(right.replace("/dead-letter/", "/dead/"))).isNotEmpty();
        assertThat(SCHEMA.errors(right.replace("\"malformed\"", "\"odd\""))).isNotEmpty();
        assertThat(SCHEMA.errors(right.replace("\"reason\":", "\"edgewise-key\":\"x\",\"reason\":")))
                .isNotEmpty();
    }

    private String deadLetter(Publish input) {
        PipelineDriver driver = PipelineDriver.of(Routes.chat(), state);
        driver.receive(FakeInConnection.first("a"), input);
        driver.run();
        assertThat(driver.deadLetters()).hasSize(1);
        return json(driver.deadLetters().getFirst());
    }

    private static String json(OutgoingPublish letter) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (UserProperty property : letter.properties().userProperties()) {
            properties.put(property.name(), property.value());
        }
        return JsonMapper.shared()
                .writeValueAsString(Map.of("topic", letter.topic().value(), "user-properties", properties));
    }
}
