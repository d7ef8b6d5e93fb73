// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static io.edgewise.testkit.model.SequenceModel.FLOAT32;
import static io.edgewise.testkit.model.SequenceModel.INT32;
import static io.edgewise.testkit.model.SequenceModel.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.model.SequenceModel;
import io.edgewise.testkit.model.TextMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no bundle is made of, with the sentence that says why. Nothing is ever left behind.
class RefusedModelsIT {
    private static final int ROWS = 120;

    @TempDir
    Path folder;

    private static SequenceModel bert() {
        float[][] votes = new float[ROWS][2];
        votes[102] = new float[] {0, 3};
        return new SequenceModel(votes).length(16);
    }

    private static SequenceModel ids() {
        return bert().ids("input_ids", INT32);
    }

    /// With everything beside it that a right one needs.
    private Draft draft(SequenceModel model) {
        return new Draft(folder, model.writeTo(folder.resolve("m.tflite")))
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder))
                .labels("a", "b");
    }

    private void refused(Draft draft, String... sentences) {
        assertThatThrownBy(draft::wrap)
                .isInstanceOf(WrapException.class)
                .message()
                .startsWith("no bundle can be made of " + folder.resolve("m.tflite") + ": ")
                .contains(sentences);
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isSubsetOf("m.tflite", "tiny_vocab.txt", "own-labels.txt", "other.txt", "there");
        }
    }

    @Test
    void everythingThatIsMissingIsToldTogether() {
        Draft draft = new Draft(folder, ids().softmax().writeTo(folder.resolve("m.tflite")));

        refused(
                draft,
                "there are no labels: output \"Identity\" (FLOAT32 [1, 2]) has 2 numbers that are probabilities",
                "there is no vocabulary: the model says nothing of its tokenizer");
    }

    @Test
    void roleNameLabelsAndVocabularyAreToldTogether() {
        refused(
                new Draft(folder, bert().ids("x", INT32).mask("y", INT32).writeTo(folder.resolve("m.tflite")))
                        .labels("a", "a")
                        .name("My Model"),
                "input \"x\" (INT32 [1, 16]) has a name that says nothing of its role",
                "labels stand twice, and an answer could not say which one is meant: [a]",
                "there is no vocabulary: ",
                "\"My Model\" is no name of a bundle");
    }

    @Test
    void aModelThatTakesTheTextItself() {
        refused(
                draft(bert().ids("inp_text", STRING)
                        .mask("res_context", STRING)
                        .types("res_response", STRING)
                        .custom("FlexSentencepieceOp")),
                "input \"inp_text\" takes the text itself (STRING [1, 16]), as the Universal Sentence Encoder does",
                "input \"res_context\" takes the text itself",
                "the graph needs operators that TensorFlow Lite for Linux does not have: FlexSentencepieceOp");
    }

    @Test
    void aModelForImages() {
        SequenceModel model = bert().ids("image", FLOAT32)
                .metadata(new TextMetadata("a").image("image").output("b", ""));

        refused(
                draft(model.length(224).batch(224)),
                "input \"image\" is FLOAT32 [224, 224]: it takes 224 texts at once");
    }

    @Test
    void measurementsAreNoTokens() {
        refused(
                draft(bert().ids("features", FLOAT32).measures()),
                "input \"features\" is FLOAT32 [1, 16], and the graph looks its numbers up in no table of words: these"
                        + " are measurements, not tokens");
    }

    @Test
    void aRowThatIsTooShort() {
        refused(draft(ids().length(4)), "is INT32 [1, 4]: a row of 4 has no room for a text, which needs at least 8");
    }

    @Test
    void severalTexts() {
        refused(
                draft(bert().ids("query_ids", INT32).mask("document_ids", INT32)),
                "two inputs look as if they took ids, \"query_ids\" and \"document_ids\": a model that compares"
                        + " several texts has no place here");
    }

    @Test
    void aNameThatSaysNothing() {
        refused(
                draft(bert().ids("x", INT32).mask("y", INT32)),
                "input \"x\" (INT32 [1, 16]) has a name that says nothing of its role: name it"
                        + " (--input ids|mask|type-ids|positions=x)",
                "input \"y\" (INT32 [1, 16])");
    }

    @Test
    void namesThatAreNotThere() {
        refused(
                draft(ids()).input(InputRole.IDS, "input_id"),
                "there is no input \"input_id\" for ids: did you mean \"input_ids\"?");
        refused(draft(ids()).output("Identiti"), "there is no output \"Identiti\": did you mean \"Identity\"?");
        refused(
                draft(ids().signature("serve")).signature("serving_default"),
                "there is no signature \"serving_default\" (have: [signature \"serve\"])");
    }

    @Test
    void labelsOfAnotherModel() {
        refused(
                draft(ids()).labels("a", "b", "c"),
                "no output of the model has 3 numbers, one for each label (have: \"Identity\" FLOAT32 [1, 2]): the labels"
                        + " are not this model's");
        refused(
                draft(ids()).labels("a", "b", "c").output("0"),
                "there are 3 labels, and output \"Identity\" (FLOAT32 [1, 2]) has 2 numbers: one label for each is"
                        + " needed");
        refused(draft(ids()).labelsIn(folder.resolve("nothing")), "the labels " + folder.resolve("nothing"));
    }

    @Test
    void aTaskThatTheOutputIsNotFor() {
        refused(draft(ids()).task(TaskKind.EXTRACTION), "the task extraction is not what output \"Identity\"");
        refused(
                draft(ids().tagger()),
                "(FLOAT32 [1, 16, 2]) has a row for each token, and its labels are not O, B-x and I-x for each type x,"
                        + " got [a, b]");
        refused(draft(ids()).task(TaskKind.EMBEDDING), "the task embedding is not what output");
    }

    @Test
    void aVocabularyOfAnotherModel() throws IOException {
        Path large = Files.write(
                folder.resolve("other.txt"),
                Stream.concat(Files.readAllLines(TinyFile.VOCABULARY.writeTo(folder)).stream(), Stream.of("further"))
                        .toList());
        refused(
                draft(ids()).vocabulary(large),
                "the vocabulary has 121 pieces, the model's word table has 120 rows: it is not this model's");

        Files.writeString(folder.resolve("other.txt"), "pump\\nleak\\n");
        refused(
                draft(ids()).vocabulary(large),
                "the vocabulary is none for the tokenizer WORDPIECE: vocab.txt has no line \"[UNK]\"");

        Files.delete(large);
        refused(draft(ids()).vocabulary(large), "the vocabulary " + large + " can't be read");
    }

    @Test
    void aFileThatTheModelNamesAndDoesNotHave() {
        SequenceModel model = ids().metadata(
                        new TextMetadata("a").input("text").bert("vocab.txt").output("b", "labels.txt"))
                .file("labels.txt", "a\\nb");

        refused(
                new Draft(folder, model.writeTo(folder.resolve("m.tflite"))),
                "the model says that its vocabulary is vocab.txt, and has no such file behind it (have: [labels.txt])");
    }

    @Test
    void filesThatAreTooLargeForWhatTheyAre() throws IOException {
        SequenceModel model = ids().metadata(
                        new TextMetadata("a").input("text").bert("vocab.txt").output("b", "labels.txt"))
                .file("labels.txt", "a\n".repeat(600_000))
                .file("vocab.txt", "[PAD]\n".repeat(1_500_000));
        refused(
                new Draft(folder, model.writeTo(folder.resolve("m.tflite"))),
                "file labels.txt behind model " + folder.resolve("m.tflite")
                        + " has more than 1048576 bytes; name a file",
                "file vocab.txt behind model " + folder.resolve("m.tflite")
                        + " has more than 8388608 bytes; name a copy");

        Path labels = Files.writeString(folder.resolve("other.txt"), "a\n".repeat(600_000));
        refused(
                draft(ids()).labelsIn(labels),
                "the labels " + labels + " have 1200000 bytes, at most 1048576 are read");
    }

    @Test
    void damageInWhatTheModelSaysOfItselfWhereThatIsNeeded() {
        Path damaged = ids().metadata(new byte[] {1, 2, 3}).writeTo(folder.resolve("m.tflite"));

        refused(
                new Draft(folder, damaged).vocabulary(TinyFile.VOCABULARY.writeTo(folder)),
                "the metadata of model file " + damaged + " is damaged: it has no M001 mark at its start; without it,"
                        + " vocabulary and labels must be named");
    }

    @Test
    void legacyWeightsThatNoDelegateTakes() {
        assertThatThrownBy(draft(ids().legacyWeights())::wrap)
                .isInstanceOf(WrapException.class)
                .message()
                .contains("1 int8 FULLY_CONNECTED nodes are left outside every delegate");
    }

    @Test
    void aModelThatDoesNotReadWhatItIsGiven() {
        SequenceModel silent =
                new SequenceModel(new float[ROWS][2]).ids("ids", INT32).length(16);

        refused(
                draft(silent),
                "the model says the same of [hello, ",
                ": name texts in its language (--golden-text); if it says the same of those, it does not read what it"
                        + " is given: are its inputs in their right roles");
    }

    @Test
    void aTaggerThatDoesNotReadWhatItIsGiven() {
        SequenceModel silent = new SequenceModel(new float[ROWS][3])
                .ids("ids", INT32)
                .length(16)
                .tagger();

        refused(draft(silent).labels("O", "B-x", "I-x"), "the model says the same of [hello, ");
    }

    @Test
    void numbersThatAreNotWhatTheyWereTakenFor() {
        refused(
                draft(ids().mask("mask", INT32).softmaxInside()),
                "the numbers of output \"Identity\" were taken for logits, and are probabilities that add up to 1: say so"
                        + " (--activation softmax)");
        refused(
                draft(ids().mask("mask", INT32)).activation(Activation.SIGMOID).goldenText("the pump"),
                "output \"Identity\" gives numbers that are no probabilities, and was taken for sigmoid: say what they are"
                        + " (--activation)");
    }

    @Test
    void aGoldenTextThatDoesNotFit() {
        refused(
                draft(ids()).goldenText("a b c d e f g h i j k l m n o p"),
                "the golden text \"a b c d e f g h i j k l m n o p\" has 18 tokens, a window has 16");
    }

    @Test
    void aDirectoryThatIsThere() throws IOException {
        Files.createDirectory(folder.resolve("there"));
        Draft draft = new Draft(folder.resolve("there"), ids().writeTo(folder.resolve("m.tflite")));
        Files.createDirectory(folder.resolve("there/bundle"));

        refused(draft, "there/bundle is there already; name another directory, or move it away");
    }

    @Test
    void aNameThatIsNone() {
        refused(draft(ids()).name("My Model"), "\"My Model\" is no name of a bundle: a-z, 0-9, dot and hyphen");
    }

    @Test
    void anotherLengthThanTheGraphs() {
        refused(draft(ids()).tokens(32), "the graph takes 16 tokens, and 32 were asked for");
        refused(
                draft(ids().positions("position_ids", INT32).length(-1)).tokens(65),
                "the model's position table has 64 rows, and windows of 65 tokens were asked for (--tokens)");
    }

    @Test
    void aFileThatIsNoModel() throws IOException {
        Files.writeString(folder.resolve("m.tflite"), "hello, I am no model");

        assertThatThrownBy(new Draft(folder, folder.resolve("m.tflite"))::wrap)
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("it is not a TensorFlow Lite model");
    }

    @Test
    void severalOutputsOfWhichNoneIsMeant() {
        Draft embedder = new Draft(
                        folder, ids().hidden("hidden").output("pooled").writeTo(folder.resolve("m.tflite")))
                .vocabulary(TinyFile.VOCABULARY.writeTo(folder));

        refused(
                embedder,
                "the model has several outputs, \"hidden\" FLOAT32 [1, 16, 2], \"pooled\" FLOAT32 [1, 2]: say which one is"
                        + " meant (--output NAME)");
    }
}
