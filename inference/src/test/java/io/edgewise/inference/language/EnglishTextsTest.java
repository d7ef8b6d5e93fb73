// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.SharedTexts;
import io.edgewise.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What people say to devices, to each other and into work orders is English. The texts that are called foreign
/// all the same are in the message of a failure. Development and test parts only, where the table learnt from the
/// others.
class EnglishTextsTest {
    private static final LanguageCheck ENGLISH = LanguageCheck.of(List.of("en"));
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void deviceCommandsAreEnglish() throws IOException {
        List<String> texts = SharedTexts.lines("extraction/massive_en/en-US.train-dev.jsonl").stream()
                .map(JSON::readTree)
                .filter(row -> !row.path("partition").asString().equals("train"))
                .map(row -> row.path("utt").asString())
                .toList();

        assertThat(texts).hasSizeGreaterThan(2_000);
        assertThat(foreign(texts)).isEmpty();
    }

    @Test
    void workOrdersAreEnglish() throws IOException {
        List<String> mining = SharedTexts.lines("extraction/mwo2kg/dev_401.json").stream()
                .map(line -> SharedTexts.words(JSON.readTree(line).path("tokens")))
                .toList();
        String norms = Files.readString(SharedData.require("datasets/extraction/maintnorm/combined_test.norm"));
        List<String> maintenance = Arrays.stream(norms.split("\n\n"))
                .map(block -> block.lines().map(line -> line.split("\t", 2)[0]).collect(Collectors.joining(" ")))
                .toList();

        assertThat(mining).hasSizeGreaterThan(400);
        assertThat(maintenance).hasSizeGreaterThan(1_000);
        assertThat(foreign(mining)).isEmpty();
        assertThat(foreign(maintenance)).isEmpty();
    }

    @Test
    void questionsAreEnglish() throws IOException {
        JsonNode all =
                JSON.readTree(Files.readString(SharedData.require("datasets/extraction/clinc150/data_full.json")));
        List<String> texts = List.of("val", "test", "oos_val", "oos_test").stream()
                .flatMap(part -> StreamSupport.stream(all.path(part).spliterator(), false))
                .map(row -> row.path(0).asString())
                .toList();

        assertThat(texts).hasSizeGreaterThan(8_000);
        assertThat(foreign(texts)).isEmpty();
    }

    @Test
    void shortMessagesAreEnglishButForThreeOfThem() throws IOException {
        // Three are in languages of India, in Latin letters.
        List<String> texts = Files.readAllLines(
                        SharedData.require("datasets/moderation/sms_spam/spam.csv"), StandardCharsets.ISO_8859_1)
                .stream()
                .map(line -> line.substring(line.indexOf(',') + 1))
                .toList();

        assertThat(texts).hasSizeGreaterThan(5_000);
        assertThat(foreign(texts)).hasSizeLessThanOrEqualTo(3);
    }

    private static List<String> foreign(List<String> texts) {
        return texts.stream().filter(ENGLISH::isForeign).toList();
    }
}
