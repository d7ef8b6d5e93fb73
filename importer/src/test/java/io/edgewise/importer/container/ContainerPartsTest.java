// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.importer.container.ContainerNotes.Turn;
import io.edgewise.inference.tokenizer.TokenizerFormat;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.testkit.container.LiteRtLm;
import io.edgewise.testkit.container.Proto;
import io.edgewise.testkit.container.TaskArchive;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read of the sections: notes on the model, and the tokenizer.
class ContainerPartsTest {
    @TempDir
    Path folder;

    @Test
    void notesOfLiteRtLmAreRead() {
        Proto templates = new Proto()
                .message(1, new Proto().text(1, "<|im_start|>user\n").text(2, "<|im_end|>\n"))
                .message(2, new Proto().text(1, "<|im_start|>assistant\n"))
                .message(9, new Proto());
        Proto notes = new Proto()
                .message(1, new Proto().message(1, new Proto().packed(1, 1)))
                .message(2, new Proto().text(2, "<|im_end|>"))
                .message(2, new Proto().message(1, new Proto().packed(1, 2, 300).number(1, 7)))
                .message(3, templates)
                .message(4, new Proto().number(2, 40))
                .number(5, 512)
                .message(6, new Proto().message(5, new Proto()))
                .text(7, "{{ messages }}")
                .text(14, "0.11.0")
                .number(99, 1);

        assertThat(notes(notes.bytes()))
                .isEqualTo(new ContainerNotes(
                        "qwen3",
                        OptionalInt.of(512),
                        List.of("id 1"),
                        List.of("<|im_end|>", "id 2", "id 300", "id 7"),
                        Map.of(
                                "user", new Turn("<|im_start|>user\n", "<|im_end|>\n"),
                                "model", new Turn("<|im_start|>assistant\n", "")),
                        OptionalInt.of(14),
                        "0.11.0"));
    }

    @Test
    void notesOfMediaPipeAreRead() {
        Proto notes = new Proto()
                .number(2, 49_152)
                .number(4, 2)
                .text(5, "<eos>")
                .message(8, new Proto().text(1, "Be short.").text(2, "<user>").text(3, "<model>"));
        Container container = Container.open(
                new TaskArchive().stored("METADATA", notes.bytes(), false).writeTo(folder.resolve("model.task")));

        assertThat(ContainerNotes.of(container, container.sections().getFirst()))
                .isEqualTo(new ContainerNotes(
                        "",
                        OptionalInt.empty(),
                        List.of("id 2"),
                        List.of("<eos>"),
                        Map.of("session", new Turn("Be short.", ""), "user", new Turn("<user>", "<model>")),
                        OptionalInt.empty(),
                        ""));
    }

    @Test
    void damagedNotesAreASentence() {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> notes(new byte[] {10, 100}))
                .withMessageContaining("section 0 notes on the model that are damaged: it ends in the middle");
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> notes(new byte[(1 << 20) + 1]))
                .withMessageContaining("section 0 1048577 bytes of notes on the model; at most 1048576 are read");
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> notes(new Proto()
                        .message(2, new Proto().message(1, new Proto().packed(1, new long[1001])))
                        .bytes()))
                .withMessageContaining("more than 1000 tokens");
    }

    private ContainerNotes notes(byte... content) {
        Container container = Container.open(
                new LiteRtLm().section(LiteRtLm.NOTES, content).writeTo(folder.resolve("notes.litertlm")));
        return ContainerNotes.of(container, container.sections().getFirst());
    }

    @Test
    void tokenizersTellTheirKind() {
        String json = "{\"model\":{\"vocab\":{},\"type\":\"Unigram\"}}";

        assertThat(tokenizer(LiteRtLm.TOKENIZER_JSON, LiteRtLm.compressed(json.getBytes(UTF_8), json.length())))
                .isEqualTo(new ContainerTokenizer(TokenizerFormat.JSON, TokenizerKind.UNIGRAM, json.length()));
        byte[] pieces = new Proto()
                .message(1, new Proto().text(1, "a"))
                .message(2, new Proto().number(3, 2))
                .bytes();
        assertThat(tokenizer(LiteRtLm.SENTENCE_PIECE, pieces))
                .isEqualTo(new ContainerTokenizer(TokenizerFormat.SENTENCEPIECE, TokenizerKind.BPE, pieces.length));
    }

    @Test
    void aBombIsNotUnpacked() {
        byte[] bomb = new byte[100 << 20];

        refused(LiteRtLm.compressed(bomb, 100), "is longer unpacked than the 100 bytes that it says");
        refused(LiteRtLm.compressed(bomb, bomb.length), "would have 104857600 bytes unpacked; at most 67108864");
        refused(LiteRtLm.compressed(bomb, -1), "would have 18446744073709551615 bytes unpacked");
    }

    @Test
    void aDamagedTokenizerIsASentence() {
        byte[] whole = LiteRtLm.compressed(new byte[1000], 1000);

        refused(new byte[3], "it has 3 bytes, and its length alone has 8");
        refused(Arrays.copyOf(whole, whole.length - 6), "is damaged");
        refused(LiteRtLm.compressed(new byte[1000], 1001), "has 1000 bytes unpacked, and says that it has 1001");
        refused(whole, "is no JSON");
    }

    private void refused(byte[] content, String why) {
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> tokenizer(LiteRtLm.TOKENIZER_JSON, content))
                .withMessageContaining("has in its section 0 a tokenizer.json that ")
                .withMessageContaining(why);
    }

    private ContainerTokenizer tokenizer(int type, byte... content) {
        Container container =
                Container.open(new LiteRtLm().section(type, content).writeTo(folder.resolve("tokenizer.litertlm")));
        return ContainerTokenizer.of(container, container.sections().getFirst());
    }
}
