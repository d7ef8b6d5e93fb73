// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static io.edgewise.gateway.fake.Publishes.correlated;
import static io.edgewise.gateway.fake.Publishes.expiring;
import static io.edgewise.gateway.fake.Publishes.on;
import static io.edgewise.gateway.fake.Publishes.respondingTo;
import static io.edgewise.gateway.fake.Publishes.text;
import static io.edgewise.gateway.fake.Publishes.typed;
import static io.edgewise.gateway.fake.Publishes.user;
import static io.edgewise.gateway.fake.Publishes.withUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.FakeOutLink;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Publishes;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.inference.task.Verdict;
import io.edgewise.testkit.junit.ExpectLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a message becomes: topics, properties, id and key.
class RouteOutputsTest {
    @TempDir
    private Path state;

    private final FakeInConnection connection = FakeInConnection.first("a");

    private List<OutgoingPublish> outputs(Routes route, Publish input) {
        PipelineDriver driver = PipelineDriver.of(route, state);
        driver.receive(connection, input);
        driver.answerAll();
        assertThat(driver.deadLetters()).isEmpty();
        return driver.results();
    }

    private OutgoingPublish result(Routes route, Publish input) {
        return outputs(route, input).getFirst();
    }

    private static JsonNode json(OutgoingPublish result) {
        return JsonMapper.shared().readTree(result.payload().bytes());
    }

    private static String key(OutgoingPublish result) {
        return user(result, "edgewise-key").getFirst();
    }

    @Test
    void aResultGoesToTheRoutesTopicNotRetained() {
        OutgoingPublish result = result(Routes.chat(), text(1, "hello"));

        assertThat(result.topic().value()).isEqualTo("moderation/7");
        assertThat(result.retain()).isFalse();
        assertThat(result.properties().contentType()).hasValue("application/json");
        assertThat(result.properties().utf8()).isTrue();
        assertThat(json(result).path("route").asString()).isEqualTo("chat");
        assertThat(json(result).path("source").asString()).isEqualTo("terminals/7/text");
        assertThat(json(result).path("at").asString()).isEqualTo("2026-11-22T10:00:00Z");
    }

    @Test
    void theIdIsTheMemberOfThePayloadFirst() {
        Publish input = correlated(text(1, "{\"id\":\"order-7\",\"message\":\"hello\"}"), "c-1");

        assertThat(json(result(Routes.chat().payload("json:/message"), input))
                        .path("id")
                        .asString())
                .isEqualTo("order-7");
    }

    @Test
    void theIdIsTheCorrelationDataElse() {
        assertThat(json(result(Routes.chat(), correlated(text(1, "hello"), "c-1")))
                        .path("id")
                        .asString())
                .isEqualTo("c-1");
    }

    @Test
    void theIdIsTheCorrelationDataInBase64WhenItIsNoText() {
        assertThat(json(result(Routes.chat(), correlated(text(1, "hello"), new byte[] {0, 1, (byte) 0xFF})))
                        .path("id")
                        .asString())
                .isEqualTo("AAH/");
    }

    @Test
    void theIdIsMadeUpElseAndTheKeySaysSo() {
        OutgoingPublish one = result(Routes.chat(), text(1, "hello"));
        OutgoingPublish other = result(Routes.chat(), text(1, "hello"));

        assertThat(json(one).path("id").asString())
                .isNotBlank()
                .isNotEqualTo(json(other).path("id").asString());
        assertThat(key(one)).startsWith("once:").isNotEqualTo(key(other));
    }

    @Test
    void theSameIdMakesTheSameKey() {
        Publish input = correlated(text(1, "hello"), "c-1");

        assertThat(key(result(Routes.chat(), input)))
                .isEqualTo(key(result(Routes.chat(), Publishes.under(9, input))))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void theSourceTopicIsPartOfTheKey() {
        assertThat(key(result(Routes.chat(), correlated(on("terminals/1/text", 1, "hello"), "c-1"))))
                .isNotEqualTo(key(result(Routes.chat(), correlated(on("terminals/2/text", 1, "hello"), "c-1"))));
    }

    @Test
    void copiesCorrelationDataByteForByte() {
        byte[] data = {0, 10, (byte) 0xFF};

        assertThat(result(Routes.chat(), correlated(text(1, "hello"), data))
                        .properties()
                        .correlationData())
                .hasValue(ByteBuffer.wrap(data));
    }

    @Test
    void passesTheRemainingExpiryOn() {
        PipelineDriver driver = PipelineDriver.of(Routes.chat().forward(Verdict.ALLOW, "chat/{1}"), state);
        driver.receive(connection, expiring(text(1, "hello"), Duration.ofSeconds(9)));
        driver.advance(Duration.ofSeconds(4));
        driver.answerAll();

        assertThat(driver.results())
                .extracting(p -> p.properties().messageExpiry().orElseThrow())
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void aMessageWithoutExpiryMakesAResultWithoutOne() {
        assertThat(result(Routes.chat(), text(1, "hello")).properties().messageExpiry())
                .isEmpty();
    }

    @Test
    void keepsTheSendersUserPropertiesInOrderAndReplacesOurs() {
        Publish input = withUser(text(1, "hello"), "shift", "night");
        input = withUser(input, "edgewise-key", "forged");
        input = withUser(input, "shift", "extra");
        input = withUser(input, "edgewise-model", "forged@1.0.0");

        OutgoingPublish result = result(Routes.chat(), input);

        assertThat(user(result, "shift")).containsExactly("night", "extra");
        assertThat(user(result, "edgewise-key")).hasSize(1).doesNotContain("forged");
        assertThat(user(result, "edgewise-model")).containsExactly("moderation@1.0.0");
    }

    @Test
    void aLegalResponseTopicTakesThePlaceOfTo() {
        OutgoingPublish result = result(Routes.chat(), respondingTo(text(1, "hello"), "replies/7"));

        assertThat(result.topic().value()).isEqualTo("replies/7");
        assertThat(result.properties().responseTopic()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$SYS/broker/uptime",
                "$share/group/replies",
                "edgewise/pi/status",
                "edgewise/other/dead-letter/chat",
                "terminals/8/text",
                "replies/+",
                "replies/#",
                "replies/\u0000",
                "replies/\uD800"
            })
    void anIllegalResponseTopicIsNotUsed(String topic) {
        assertThat(result(Routes.chat(), respondingTo(text(1, "hello"), topic))
                        .topic()
                        .value())
                .isEqualTo("moderation/7");
    }

    @ParameterizedTest
    @CsvSource({"replies/7, replies/7", "desk/3, desk/3", "elsewhere/7, moderation/7"})
    void onlyListedResponseTopicsAreUsedWhenThereIsAList(String asked, String used) {
        Routes route = Routes.chat().responseTopic("replies/#").responseTopic("desk/+");

        assertThat(result(route, respondingTo(text(1, "hello"), asked)).topic().value())
                .isEqualTo(used);
    }

    @ParameterizedTest
    @CsvSource({"fine, chat/7/allow, allow", "odd, chat/7/review, review", "bad, chat/7/block, block"})
    void forwardsTheOriginalByVerdict(String word, String topic, String verdict) {
        Routes route = Routes.chat()
                .forward(Verdict.ALLOW, "chat/{1}/allow")
                .forward(Verdict.REVIEW, "chat/{1}/review")
                .forward(Verdict.BLOCK, "chat/{1}/block");
        Publish input = withUser(typed(correlated(text(1, word), "c-1"), "text/plain"), "shift", "night");

        List<OutgoingPublish> outputs = outputs(route, respondingTo(input, "replies/7"));

        assertThat(outputs).hasSize(2);
        OutgoingPublish forwarded = outputs.getLast();
        assertThat(forwarded.topic().value()).isEqualTo(topic);
        assertThat(forwarded.payload()).isEqualTo(input.payload());
        assertThat(forwarded.retain()).isFalse();
        assertThat(forwarded.properties().contentType()).hasValue("text/plain");
        assertThat(forwarded.properties().utf8()).isTrue();
        assertThat(forwarded.properties().responseTopic()).hasValue("replies/7");
        assertThat(forwarded.properties().correlationData())
                .hasValue(ByteBuffer.wrap("c-1".getBytes(StandardCharsets.UTF_8)));
        assertThat(user(forwarded, "shift")).containsExactly("night");
        assertThat(user(forwarded, "edgewise-verdict")).containsExactly(verdict);
        assertThat(user(forwarded, "edgewise-key")).containsExactly(key(outputs.getFirst()));
    }

    @Test
    void forwardsNothingForAVerdictWithoutATopic() {
        assertThat(outputs(Routes.chat().forward(Verdict.ALLOW, "chat/{1}"), text(1, "bad")))
                .hasSize(1);
    }

    @Test
    void fillsWildcardsSourceAndGatewayIntoTheTopic() {
        Routes route = Routes.chat().from("site/+/#").to("{gateway}/{1}/rest/{2}/of/{topic}");

        assertThat(result(route, on("site/north/line/3", 1, "hello")).topic().value())
                .isEqualTo("pi/north/rest/line/3/of/site/north/line/3");
    }

    @Test
    void aLongIdIsKeptWhole() {
        String prefix = "x".repeat(300);
        OutgoingPublish one = result(Routes.chat(), correlated(text(1, "hello"), prefix + "1"));
        OutgoingPublish other = result(Routes.chat(), correlated(text(1, "hello"), prefix + "2"));

        assertThat(key(one)).isNotEqualTo(key(other));
        assertThat(json(one).path("id").asString()).isEqualTo(prefix + "1");
    }

    @Test
    void aDeviceWithoutAResponseTopicNamesItInThePayload() {
        Routes route = Routes.chat().payload("json:/message");
        Publish input = text(1, "{\"message\":\"hello\",\"reply-to\":\"replies/7\"}");

        assertThat(result(route, input).topic().value()).isEqualTo("replies/7");
        assertThat(result(route, respondingTo(input, "replies/8")).topic().value())
                .isEqualTo("replies/8");
        assertThat(result(route.responseTopic("answers/#"), input).topic().value())
                .isEqualTo("moderation/7");
    }

    @Test
    void everyOutputSaysWhichRoutesItHasGoneThrough() {
        Publish input = withUser(text(1, "hello"), "edgewise-via", "other/first");
        Routes route = Routes.chat().forward(Verdict.ALLOW, "chat/{1}");

        assertThat(outputs(route, input))
                .hasSize(2)
                .allSatisfy(
                        output -> assertThat(user(output, "edgewise-via")).containsExactly("other/first", "pi/chat"));
    }

    @Test
    void aResultThatComesInAgainIsADeadLetter() {
        PipelineDriver driver = PipelineDriver.of(Routes.chat(), state);
        driver.receive(connection, withUser(text(1, "{}"), "edgewise-via", "pi/chat"));

        assertThat(driver.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(user(letter, "reason")).containsExactly("loop"));
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    @ExpectLog("a dead letter of this route came in again")
    void aDeadLetterThatComesInAgainIsDroppedAndCounted() {
        PipelineDriver driver = PipelineDriver.of(Routes.chat(), state);
        Publish letter = withUser(text(1, "x"), "source-topic", "terminals/7/text");
        driver.receive(connection, withUser(letter, "edgewise-via", "pi/chat"));

        assertThat(driver.deadLetters()).isEmpty();
        assertThat(driver.metrics().deadLetterReasons()).containsExactly(DeadLetterReason.LOOP);
        assertThat(connection.acknowledged()).containsExactly(1);
    }

    @Test
    void whoWaitsForAnAnswerIsOnTheBrokerThatTheMessageCameFrom() {
        FakeOutLink toSenders = new FakeOutLink();
        PipelineDriver driver = PipelineDriver.of(Routes.chat(), state, toSenders);
        driver.receive(connection, respondingTo(text(1, "asked"), "replies/7"));
        driver.receive(connection, text(2, "not asked"));
        driver.answerAll();

        assertThat(toSenders.accepted()).extracting(p -> p.topic().value()).containsExactly("replies/7");
        assertThat(driver.results()).extracting(p -> p.topic().value()).containsExactly("moderation/7");
        assertThat(connection.acknowledged()).containsExactly(1, 2);
    }
}
