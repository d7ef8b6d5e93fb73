// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.importer.generator.GeneratorImport;
import io.edgewise.importer.generator.GeneratorImportOptions;
import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import io.edgewise.inference.wrap.Naming;
import io.edgewise.testkit.checkpoint.Gguf;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file of llama.cpp's becomes a bundle that writes.
class GeneratorOfGgufIT {
    private static final String CHAT = "{% for m in messages %}{{ '<|start|>' + m['content'] + '<|end|>' }}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|start|>' }}{% endif %}";

    @TempDir
    Path folder;

    private Path imported(Gguf gguf, DecoderPrecision precision) {
        Path bundle = folder.resolve("bundle");
        GeneratorImportOptions options = new GeneratorImportOptions(
                gguf.write(folder.resolve("tiny.gguf")),
                bundle,
                Naming.LEFT_OUT,
                precision,
                OptionalInt.empty(),
                List.of());
        try (GeneratorImport importing = GeneratorImport.open(options)) {
            importing.run(TensorFlowLite.load(NativeLibrary.shipped(NativeLibrary.defaultCache(System.getenv()))));
        }
        return bundle;
    }

    @Test
    void itHasTheMarksOfItsTemplateAndEndsWhereTheFileSays() {
        Gguf gguf =
                TinyGguf.byteLevel(TinyGguf.llamaWithoutTokenizer(), "smollm").put("tokenizer.chat_template", CHAT);

        GeneratorDescriptor descriptor =
                DescriptorFile.read(imported(gguf, DecoderPrecision.FP32)).describeGenerator();

        assertThat(descriptor.stop()).containsExactly("<|end|>");
        assertThat(descriptor.chat().user()).isEqualTo(new Turn("<|start|>", "<|end|>"));
        assertThat(descriptor.model().context()).isEqualTo(128);
    }

    @Test
    void anEndBeyondTheVocabularyIsNone() {
        Gguf gguf = TinyGguf.byteLevel(TinyGguf.llamaWithoutTokenizer(), "smollm")
                .put("tokenizer.chat_template", CHAT)
                .put("tokenizer.ggml.eot_token_id", 1_000_000);

        assertThat(DescriptorFile.read(imported(gguf, DecoderPrecision.FP32))
                        .describeGenerator()
                        .stop())
                .containsExactly("<|end|>");
    }

    @Test
    void aFileThatNamesNoEndIsToldWhereItStands() {
        Gguf gguf = TinyGguf.byteLevelWithoutEnd(TinyGguf.llamaWithoutTokenizer(), "smollm");

        assertThatThrownBy(() -> imported(gguf, DecoderPrecision.FP32))
                .hasMessageContaining(
                        "nothing says which token ends an answer (tokenizer.ggml.eos_token_id of tiny.gguf)");
    }

    /// Its matrices are stored with a row for each number that goes in, and turned twice on their way.
    @Test
    void blocksOfGpt2StayWhatTheyAre() {
        Path bundle = imported(TinyGguf.gpt2InBlocks(), DecoderPrecision.BLOCKS);

        try (ModelFile file = ModelFile.map(bundle.resolve("model.tflite"))) {
            assertThat(file.contents().weights())
                    .filteredOn(weights -> weights.operator().equals("FULLY_CONNECTED"))
                    .extracting(weights -> weights.type() + " " + weights.shape())
                    .contains("INT4 [64, 32]", "INT4 [32, 64]", "INT4 [32, 32]")
                    .doesNotContain("INT8 [64, 32]", "INT8 [32, 64]", "INT8 [32, 32]");
        }
    }

    @Test
    void aRotationOfAPartOfAHeadIsRefused() {
        Gguf gguf = TinyGguf.byteLevel(TinyGguf.rms("qwen2"), "qwen2").put("qwen2.rope.dimension_count", 4);

        assertThatThrownBy(() -> imported(gguf, DecoderPrecision.FP32))
                .hasMessageContaining(
                        "partial_rotary_factor is 0.5, and heads of which a part turns are written for Phi alone");
    }
}
