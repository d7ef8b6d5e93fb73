// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.BundleDescriptor.FileEntry;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.bundle.GeneratorDescriptor.DecoderEntry;
import io.edgewise.inference.bundle.GeneratorDescriptor.GoldenEntry;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratorJsonTest {
    @TempDir
    private Path folder;

    static Stream<ChatTemplate> templates() {
        return Stream.of(
                ChatTemplate.NONE,
                new ChatTemplate(
                        "<bos>",
                        new Turn("", "\n\n"),
                        new Turn("<start_of_turn>user\n", "<end_of_turn>\n", true),
                        new Turn("<start_of_turn>model\n", "<end_of_turn>\n", true),
                        true));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void theMarksOfTurnsAreReadAgainAsTheyWere(ChatTemplate chat) throws IOException {
        Files.writeString(folder.resolve("bundle.json"), GeneratorJson.write(descriptor(chat)));

        assertThat(DescriptorFile.read(folder).describeGenerator()).isEqualTo(descriptor(chat));
    }

    private static GeneratorDescriptor descriptor(ChatTemplate chat) {
        return new GeneratorDescriptor(
                "writer",
                "1.0.0",
                "a model",
                List.of("en"),
                "Apache-2.0",
                "somewhere",
                Map.of(
                        "model.tflite", new FileEntry(7, "a".repeat(64)),
                        "tokenizer.json", new FileEntry(1, "b".repeat(64)),
                        "golden.json", new FileEntry(1, "c".repeat(64))),
                new DecoderEntry("model.tflite", 49_152, 2048, 9, 0),
                new TokenizerEntry(TokenizerKind.BPE, "tokenizer.json", WordPieceOptions.uncased(), "[^\\w\\']+"),
                chat,
                List.of("<|im_end|>"),
                new GoldenEntry("golden.json", 0.25));
    }
}
