// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.importer.ImportOptions.Meaning;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.testkit.checkpoint.Safetensors;
import io.edgewise.testkit.checkpoint.TinyCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several heads on one encoder, as Edgewise's own training saves them.
class OwnHeadsIT {
    private static final int WIDTH = 16;

    private static final String HEADS = """
            "pooling": "mean",
            "heads": [
              {"name": "intent", "kind": "sequence", "pooling": "mean", "activation": "softmax", "labels": ["on", "off"], "group": "device"},
              {"name": "tags", "kind": "sequence", "activation": "sigmoid", "labels": ["rude", "spam"]},
              {"name": "parts", "kind": "token", "labels": ["O", "B-part", "I-part"], "types": {"part": "EQUIPMENT"}}],
            """;

    @TempDir
    Path folder;

    private Path checkpoint = Path.of("");

    @BeforeEach
    void ownHeads() throws IOException {
        checkpoint = TinyCheckpoint.BERT_FIRST_TOKEN.writeTo(folder);
        describe(HEADS);
        Path file = checkpoint.resolve("model.safetensors");
        Safetensors tensors = Safetensors.read(file);
        Map.of("intent", 2, "tags", 2, "parts", 3)
                .forEach((name, labels) -> tensors.put(
                                "heads." + name + ".weight", "F32", List.of(labels, WIDTH), numbers(labels * WIDTH, 0))
                        .put("heads." + name + ".bias", "F32", List.of(labels), numbers(labels, 1)));
        tensors.write(file);
    }

    private void describe(String heads) throws IOException {
        Path config = checkpoint.resolve("config.json");
        String text = Files.readString(config).replaceAll("(?s)\"pooling\".*?\\}\\],\\s*", "");
        Files.writeString(config, text.replaceFirst("\\{", "{" + heads));
    }

    /// As many of one number, so that logits can be reckoned.
    private static byte[] numbers(int count, float value) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(value + i);
        }
        return bytes.array();
    }

    private Imported imported(String name, TaskKind task, String... heads) {
        return Import.run(
                TestLibrary.lite(),
                ImportOptions.of(checkpoint, folder.resolve(name))
                        .with(new Meaning(Optional.of(task), Set.of(heads), Map.of())));
    }

    @Test
    void eachHeadBecomesOneOfTheBundle() {
        Imported imported = imported("all", TaskKind.EXTRACTION, "intent", "parts");

        assertThat(imported.descriptor().heads())
                .containsExactly(
                        new Head.Choice("intent", List.of("on", "off"), "device"),
                        new Head.Spans(
                                "parts", List.of("O", "B-part", "I-part"), "parts", Map.of("part", "EQUIPMENT")));
        assertThat(imported.agreements()).extracting(Agreement::head).containsExactly("intent", "parts");
    }

    /// What classes are told by that are given as examples.
    @Test
    void theEncodersOwnVectorComesWithTheHeadsAndTheGoldenTests() {
        Imported imported = imported("vector", TaskKind.EXTRACTION);

        assertThat(imported.descriptor().heads())
                .extracting(Head::name)
                .containsExactly("intent", "tags", "parts", "embedding");
        assertThat(imported.descriptor().heads().getLast())
                .isEqualTo(new Head.Vector("embedding", new Head.Output("embedding", Activation.LOGITS), WIDTH));
        assertThat(imported.agreements()).last().satisfies(agreement -> {
            assertThat(agreement.head()).isEqualTo("embedding");
            assertThat(agreement.largest()).isPositive();
        });
        assertThat(Bundle.open(imported.directory()).goldenTests().texts())
                .allSatisfy(text -> assertThat(text.logits().get("embedding")).hasSize(WIDTH));
    }

    @Test
    void theVectorCanBeAskedForByItsNameAndAlone() {
        assertThat(imported("beside", TaskKind.CLASSIFICATION, "intent", "embedding")
                        .descriptor()
                        .heads())
                .extracting(Head::name)
                .containsExactly("intent", "embedding");
        assertThat(imported("alone", TaskKind.EMBEDDING, "embedding")
                        .descriptor()
                        .heads())
                .extracting(Head::name)
                .containsExactly("embedding");
        assertThat(imported("without", TaskKind.CLASSIFICATION, "intent")
                        .descriptor()
                        .heads())
                .extracting(Head::name)
                .containsExactly("intent");
    }

    @Test
    void oneHeadOfSeveralMakesAModerator() {
        Imported imported = imported("tags", TaskKind.MODERATION, "tags");

        assertThat(imported.descriptor().heads())
                .containsExactly(new Head.Labels("tags", List.of("rude", "spam"), Map.of(), Map.of()));
        assertThat(imported.notes()).anyMatch(note -> note.startsWith("no label has thresholds"));
    }

    @Test
    void aHeadThatThereIsNotIsTold() {
        assertThatThrownBy(() -> imported("none", TaskKind.MODERATION, "tag"))
                .hasMessageContaining("there is no head \"tag\": did you mean \"tags\"? (have: intent, parts, tags)");
    }

    @Test
    void aDescriptionThatIsWrongIsTold() throws IOException {
        describe(HEADS.replace("\"token\"", "\"word\"")
                .replace("\"sigmoid\"", "\"tanh\"")
                .replace("[\"on\", \"off\"]", "[\"on\", \"on\"]")
                .replace(
                        "\"kind\": \"sequence\", \"pooling\": \"mean\"",
                        "\"kind\": \"sequence\", \"pooling\": \"cls\""));

        assertThatThrownBy(() -> imported("wrong", TaskKind.EXTRACTION))
                .hasMessageContaining("head parts is of kind \"word\", known are sequence and token")
                .hasMessageContaining("head tags has the activation \"tanh\", known are softmax and sigmoid")
                .hasMessageContaining("head intent has no labels, or one twice: [on, on]")
                .hasMessageContaining("head intent is pooled otherwise than the model");
    }

    @Test
    void namesOfHeadsAreDifferentAndNoOutputsOfTheEncoder() throws IOException {
        describe(HEADS.replace("\"tags\"", "\"intent\"").replace("\"parts\"", "\"embedding\""));

        assertThatThrownBy(() -> imported("names", TaskKind.EXTRACTION))
                .hasMessageContaining("\"intent\" is no name of a head, or there are two")
                .hasMessageContaining("\"embedding\" is no name of a head");
    }
}
