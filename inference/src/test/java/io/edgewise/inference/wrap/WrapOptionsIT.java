// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static io.edgewise.testkit.model.SequenceModel.FLOAT32;
import static io.edgewise.testkit.model.SequenceModel.INT32;
import static io.edgewise.testkit.model.SequenceModel.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.task.EmbeddingTask;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What a caller says of a model that says little, or something else, of itself.
class WrapOptionsIT extends WrappedModels {
    @Test
    void aModelOfAnotherConverterNeedsItsVocabularyAndLabels() {
        SequenceModel model = bert(3).ids("input_ids", INT64)
                .mask("attention_mask", INT64)
                .types("token_type_ids", INT64)
                .positions("position_ids", INT64)
                .length(-1)
                .signature("serving_default")
                .output("logits");

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b", "c")
                .name("three")
                .wrap();

        assertThat(wrapped.descriptor().id()).isEqualTo("three@1.0.0");
        assertThat(wrapped.descriptor().licence()).isEqualTo("NOASSERTION");
        assertThat(wrapped.descriptor().model()).isInstanceOfSatisfying(ModelEntry.Sequence.class, sequence -> {
            assertThat(sequence.signature()).contains("serving_default");
            assertThat(sequence.maxTokens()).as("rows of the position table").isEqualTo(64);
        });
        assertThat(wrapped.notes())
                .contains(
                        "the graph leaves the length of its row open; a window has 64 tokens, its position table 64 rows"
                                + " (--tokens N)")
                .contains("nobody says under which licence the weights are; find out before you ship them (--licence)");
        // 0 + 1 + 2 + 3 places for the first label, 1 and 2 for the second.
        float places = 6 * SequenceModel.POSITION_VOTE;
        assertThat(classify("the pump").scores().get("b"))
                .isCloseTo(Math.exp(3) / (Math.exp(3) + Math.exp(places) + 1), within(1e-4));
    }

    @Test
    void whatItIsForAndWhatItsNumbersAreCanBeSaid() {
        SequenceModel model = bert(2).ids("input_ids", INT32).mask("mask", INT32);

        BundleDescriptor bundle = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("calm", "urgent")
                .task(TaskKind.MODERATION)
                .activation(Activation.LOGITS)
                .lowercase(false)
                .wrap()
                .descriptor();

        assertThat(bundle.task()).isEqualTo(TaskKind.MODERATION);
        assertThat(bundle.heads().getFirst()).isInstanceOf(Head.Labels.class);
        assertThat(bundle.tokenizer().options()).isEqualTo(WordPieceOptions.cased());
    }

    @Test
    void withoutLabelsNumbersAreAVector() {
        SequenceModel model =
                bert(2).ids("x", INT32).length(-1).signature("embed").output("sentence");

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .tokens(32)
                .goldenText("the pump")
                .goldenText("a")
                .wrap();

        assertThat(wrapped.descriptor().task()).isEqualTo(TaskKind.EMBEDDING);
        assertThat(wrapped.descriptor().golden().logitTolerance()).isCloseTo(0.3, within(1e-6));
        assertThat(wrapped.descriptor().window().tokens()).isEqualTo(32);
        assertThat(wrapped.goldenTexts()).isEqualTo(2);
        assertThat(ask("the pump", EmbeddingTask::new).values()).containsExactly(0f, 3f);
    }

    @Test
    void aWindowOfAnOpenGraphIsAsLongAsWasSaid() {
        SequenceModel model = bert(2).ids("ids", INT32).mask("mask", INT32).length(-1);

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b")
                .tokens(400)
                .wrap();

        assertThat(wrapped.descriptor().window()).isEqualTo(new BundleDescriptor.WindowEntry(400, 100));
        assertThat(wrapped.descriptor().model().maxTokens()).isEqualTo(400);
        assertThat(wrapped.notes()).noneMatch(note -> note.contains("window"));
    }

    @Test
    void aWindowOfAnOpenGraphOfWhichNobodySaysTheLengthHas256Tokens() {
        SequenceModel model = bert(2).ids("ids", INT32).mask("mask", INT32).length(-1);

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b")
                .wrap();

        assertThat(wrapped.descriptor().window().tokens()).isEqualTo(256);
        assertThat(wrapped.notes())
                .contains("the graph leaves the length of its row open; a window has 256 tokens, which nobody said"
                        + " (--tokens N)");
    }

    @Test
    void theCallersFilesTakeThePlaceOfTheModels() throws IOException {
        SequenceModel model =
                words().metadata(wordsMetadata()).file("vocab.txt", "damaged").file("labels.txt", "ham\nspam\neggs");
        Path vocabulary = Files.writeString(folder.resolve("my vocab"), WORDS);

        BundleDescriptor bundle =
                draft(model).vocabulary(vocabulary).labels("no", "yes").wrap().descriptor();

        assertThat(bundle.heads().getFirst().labels()).containsExactly("no", "yes");
        assertThat(classify("buy").label()).contains("yes");
    }

    @Test
    void damageInWhatTheModelSaysOfItselfIsANoteWhereEverythingWasGiven() {
        SequenceModel model = bert(2).ids("ids", INT32)
                .mask("mask", INT32)
                .metadata(new byte[] {1, 2, 3})
                .file("../labels.txt", "x");

        Wrapped wrapped = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b")
                .wrap();

        assertThat(wrapped.notes())
                .anyMatch(
                        note -> note.contains("is damaged: it has no M001 mark at its start; what it says is not used"))
                .anyMatch(note -> note.contains("has a file behind it whose name is none"));
    }

    @Test
    void whoeverMayReadTheFolderMayReadTheBundle() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));

        draft(bert(2).ids("ids", INT32))
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labelsIn(Files.writeString(folder.resolve("labels"), "\uFEFFa \r\n\r\nb\r\n"))
                .wrap();

        assertThat(Files.getPosixFilePermissions(folder.resolve("bundle")))
                .isEqualTo(Files.getPosixFilePermissions(other));
        assertThat(Bundle.describe(folder.resolve("bundle")).heads().getFirst().labels())
                .containsExactly("a", "b");
    }

    @Test
    void aSignatureIntoWhichATextFitsIsFoundOrNamed() {
        SequenceModel model = bert(2).ids("ids", FLOAT32).signature("only");

        BundleDescriptor bundle = draft(model)
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .signature("only")
                .input(InputRole.IDS, "0")
                .labels("a", "b")
                .wrap()
                .descriptor();

        assertThat(bundle.model().signature()).contains("only");
    }
}
