// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileIT {
    @TempDir
    Path folder;

    @Test
    void theMappedBytesAreThoseOfTheFile() {
        Path path = TinyFile.MODERATION_INT8.writeTo(folder);

        try (ModelFile file = ModelFile.map(path)) {
            assertThat(file.path()).isEqualTo(path);
            assertThat(file.size()).isEqualTo(34_416);
            assertThat(file.sha256(FileDigests.READING)).isEqualTo(Sha256.of(path));
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        ModelFile file = TestLibrary.map(TinyFile.MODERATION_INT8, folder);

        file.close();
        file.close();

        assertThatThrownBy(() -> file.sha256(FileDigests.READING)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theModelOwnsItsFile() {
        // Given
        ModelFile file = TestLibrary.map(TinyFile.MODERATION_INT8, folder);
        Model model = TestLibrary.lite().model(file);
        assertThat(model.file()).isSameAs(file);

        // When, then: closing it here would take the weights from under the interpreters
        assertThatThrownBy(file::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model file " + file.path() + " belongs to a model: close that");
        assertThatThrownBy(() -> TestLibrary.lite().model(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model file " + file.path() + " belongs to a model already: map it again");
        assertThat(file.sha256(FileDigests.READING)).hasSize(64);

        model.close();
        file.close();
        assertThatThrownBy(() -> file.sha256(FileDigests.READING)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TestLibrary.lite().model(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model file " + file.path() + " is closed");
    }

    @Test
    void pagesThatWereGivenBackAreReadAgain() {
        try (Model model = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_INT8, folder));
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            PackedCall call = new PackedCall(interpreter);
            float[] before = call.run(List.of(new int[] {2, 93, 3})).of("moderation");

            model.file().unload();

            assertThat(call.run(List.of(new int[] {2, 93, 3})).of("moderation")).containsExactly(before);
            try (Interpreter second = model.interpreter(InterpreterOptions.cpu())) {
                assertThat(new PackedCall(second)
                                .run(List.of(new int[] {2, 93, 3}))
                                .of("moderation"))
                        .containsExactly(before);
            }
        }
    }

    @Test
    void whatCannotBeMappedIsNamed() throws IOException {
        Path missing = folder.resolve("none.tflite");
        Path text = TinyFile.VOCABULARY.writeTo(folder);
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThatThrownBy(() -> ModelFile.map(missing))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("model file " + missing + " is not there");
        assertThatThrownBy(() -> ModelFile.map(folder))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("model file " + folder + " can't be read: ");
        assertThatThrownBy(() -> ModelFile.map(text))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("model file " + text
                        + " can't be used: it is not a TensorFlow Lite model (no TFL3 mark at its start)");
        assertThatThrownBy(() -> ModelFile.map(empty))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("it is not a TensorFlow Lite model");
    }
}
