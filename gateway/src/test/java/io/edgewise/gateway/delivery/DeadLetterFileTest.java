// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeadLetterFileTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final JsonMapper STRICT = new JsonMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    @TempDir
    private Path folder;

    private static OutgoingPublish letter(byte[] payload, UserProperty... properties) {
        return new OutgoingPublish(
                new TopicName("edgewise/pi/dead-letter/chat"),
                new Payload(payload),
                false,
                new PublishProperties(
                        Optional.of("text/plain"),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(ByteBuffer.wrap(new byte[] {'c', 0})),
                        List.of(properties)));
    }

    private static OutgoingPublish letter(String text) {
        return letter(text.getBytes(StandardCharsets.UTF_8), new UserProperty("reason", "refused"));
    }

    private Path file() {
        return folder.resolve("dead-letters.jsonl");
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file(), StandardCharsets.ISO_8859_1)) {
            lines.add(STRICT.readTree(line.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return lines;
    }

    private static String payload(JsonNode line) {
        byte[] bytes = Base64.getDecoder().decode(line.path("payload").asString());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void writesOneLineForEachLetter() throws IOException {
        DeadLetterFile file = new DeadLetterFile(folder);

        file.append(letter("one"), AT);
        file.append(letter("two"), AT.plusSeconds(1));

        assertThat(Files.readString(file())).isEqualTo("""
                {"at":"2026-11-22T10:00:00Z","published":false,"topic":"edgewise/pi/dead-letter/chat","properties":{"reason":"refused"},\
                "content-type":"text/plain","correlation-data":"YwA=","payload":"b25l"}
                {"at":"2026-11-22T10:00:01Z","published":false,"topic":"edgewise/pi/dead-letter/chat","properties":{"reason":"refused"},\
                "content-type":"text/plain","correlation-data":"YwA=","payload":"dHdv"}
                """);
    }

    @Test
    void makesTheFolder() throws IOException {
        new DeadLetterFile(folder.resolve("not/there/yet")).append(letter("one"), AT);

        assertThat(folder.resolve("not/there/yet/dead-letters.jsonl")).exists();
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        new DeadLetterFile(folder).append(letter("one"), AT);
        new DeadLetterFile(folder).append(letter("two"), AT);

        assertThat(lines()).extracting(DeadLetterFileTest::payload).containsExactly("one", "two");
    }

    @Test
    void aUserPropertyThatStandsTwiceIsAList() throws IOException {
        new DeadLetterFile(folder)
                .append(
                        letter(
                                new byte[0],
                                new UserProperty("shift", "night"),
                                new UserProperty("reason", "refused"),
                                new UserProperty("shift", "extra")),
                        AT);

        assertThat(lines().getFirst().path("properties").toString())
                .isEqualTo("{\"shift\":[\"night\",\"extra\"],\"reason\":\"refused\"}");
    }

    @Test
    void anyTextIsWrittenSoThatItCanBeReadBack() throws IOException {
        String hostile = "\"quote\" \\ \n\u0000\u001B[31m \u2028 é 👍 \uD83D";
        new DeadLetterFile(folder).append(letter(new byte[] {0, 10, -1}, new UserProperty("detail", hostile)), AT);

        JsonNode line = lines().getFirst();
        assertThat(line.path("properties").path("detail").asString()).isEqualTo(hostile);
        assertThat(line.path("payload").asString()).isEqualTo("AAr/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"at\":\"2026-11-", "{\"detail\":\"gr\u00C3", "x"})
    void aLineThatACrashCutShortSpoilsNoOther(String torn) throws IOException {
        DeadLetterFile file = new DeadLetterFile(folder);
        file.append(letter("one"), AT);
        Files.writeString(file(), torn, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);

        new DeadLetterFile(folder).append(letter("two"), AT);

        List<String> lines = Files.readAllLines(file(), StandardCharsets.ISO_8859_1);
        assertThat(lines).hasSize(3);
        assertThat(payload(STRICT.readTree(lines.get(0)))).isEqualTo("one");
        assertThat(payload(STRICT.readTree(lines.get(2)))).isEqualTo("two");
    }

    @Test
    void isNeverLargerThanItsLimitAndKeepsTheNewest() throws IOException {
        DeadLetterFile file = new DeadLetterFile(folder);
        for (int i = 0; i < 60; i++) {
            file.append(letter(i + " " + "x".repeat(100_000)), AT);
            assertThat(Files.size(file())).isLessThanOrEqualTo(DeadLetterFile.MAX_BYTES);
        }

        List<JsonNode> lines = lines();
        assertThat(lines).hasSizeGreaterThan(10);
        assertThat(payload(lines.getLast())).startsWith("59 ");
        int first = 60 - lines.size();
        for (int i = 0; i < lines.size(); i++) {
            assertThat(payload(lines.get(i))).startsWith(first + i + " ");
        }
    }

    @Test
    void aFullFileWithABrokenLineIsHalvedAllTheSame() throws IOException {
        byte[] garbage = new byte[(int) DeadLetterFile.MAX_BYTES + 1];
        Arrays.fill(garbage, (byte) 0xC3);
        Files.write(file(), garbage);

        new DeadLetterFile(folder).append(letter("one"), AT);

        assertThat(lines()).extracting(DeadLetterFileTest::payload).containsExactly("one");
    }

    @Test
    void aPayloadThatWouldFillTheFileIsLeftOutAndCounted() throws IOException {
        DeadLetterFile file = new DeadLetterFile(folder);
        file.append(letter("one"), AT);

        file.append(letter(new byte[8 << 20], new UserProperty("reason", "too-large")), AT);

        assertThat(payload(lines().getFirst())).isEqualTo("one");
        JsonNode large = lines().getLast();
        assertThat(large.path("properties").path("reason").asString()).isEqualTo("too-large");
        assertThat(large.has("payload")).isFalse();
        assertThat(large.path("omitted-bytes").asInt()).isEqualTo(8 << 20);
    }

    @Test
    void saysWhenItCanNotBeWritten() throws IOException {
        Files.createDirectory(file());

        assertThatThrownBy(() -> new DeadLetterFile(folder).append(letter("one"), AT))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        DeadLetterFile file = new DeadLetterFile(folder);
        file.append(
                letter(
                        "pump".getBytes(StandardCharsets.UTF_8),
                        new UserProperty("site", "a"),
                        new UserProperty("site", "b"),
                        new UserProperty("edgewise-via", "pi/chat"),
                        new UserProperty("reason", "deadline"),
                        new UserProperty("detail", "it passed"),
                        new UserProperty("source-topic", "terminals/7/text")),
                AT);
        file.append(letter("other"), AT);
        Files.writeString(file(), "{\"torn", StandardOpenOption.APPEND);

        KeptLetter.Reading reading = KeptLetter.readAll(folder);

        assertThat(reading.unreadable()).isOne();
        assertThat(reading.letters()).extracting(KeptLetter::id).doesNotHaveDuplicates();
        KeptLetter first = reading.letters().getFirst();
        assertThat(first.route()).isEqualTo("chat");
        assertThat(first.property("reason")).isEqualTo("deadline");
        OutgoingPublish original = first.original();
        assertThat(original.topic()).isEqualTo(new TopicName("terminals/7/text"));
        assertThat(original.payload()).isEqualTo(Payload.of("pump"));
        assertThat(original.properties().userProperties())
                .containsExactly(new UserProperty("site", "a"), new UserProperty("site", "b"));
        assertThat(original.properties().contentType()).hasValue("text/plain");
        assertThat(original.properties().correlationData()).hasValue(ByteBuffer.wrap(new byte[] {'c', 0}));
    }

    @Test
    void aFolderWithoutAnyHasNone() throws IOException {
        assertThat(KeptLetter.readAll(folder).letters()).isEmpty();
    }

    @Test
    void ofAFloodOnlySomeAreNoted() throws IOException {
        DeadLetterFile file = new DeadLetterFile(folder);
        int noted = 0;
        for (int i = 0; i < 200; i++) {
            noted += file.note(letter("letter " + i), AT) ? 1 : 0;
        }

        assertThat(noted).isEqualTo(DeadLetterFile.PER_MINUTE);
        assertThat(file.note(letter("later"), AT.plusSeconds(60))).isTrue();
        assertThat(lines()).hasSize(DeadLetterFile.PER_MINUTE + 1);
    }
}
