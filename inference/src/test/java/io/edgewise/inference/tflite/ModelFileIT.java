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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileIT {
    @TempDir
    Path folder;

    @Test
    void theMappedBytesAreThoseOfTheFile() {
        Path path = TinyFile.MODERATION_INT8.writeTo(folder);

        try (ModelFile file = ModelFile.map(path)) {
            assertThat(file.path()).contains(path);
            assertThat(file.name()).isEqualTo(path.toString());
            assertThat(file.size()).isEqualTo(34_416);
            assertThat(file.sha256(FileDigests.READING)).isEqualTo(Sha256.of(path));
        }
    }

    @Test
    void aPartOfAFileIsAModel() throws IOException {
        byte[] model = TinyFile.MODERATION_INT8.bytes();
        byte[] larger = new byte[4096 + 16 + model.length + 5];
        System.arraycopy(model, 0, larger, 4096 + 16, model.length);
        Path path = Files.write(folder.resolve("larger.zip"), larger);

        try (ModelFile part = ModelFile.map(path, 4096 + 16, model.length)) {
            assertThat(part.name()).isEqualTo(path + " (bytes 4112 to " + (4112 + model.length) + ")");
            assertThat(part.path()).isEmpty();
            assertThat(part.sha256(FileDigests.READING)).isEqualTo(Sha256.of(ByteBuffer.wrap(model)));
        }
        assertThat(moderation(ModelFile.map(path, 4112, model.length)))
                .containsExactly(moderation(TestLibrary.map(TinyFile.MODERATION_INT8, folder)));
    }

    @ParameterizedTest
    @CsvSource({"8, 100", "-16, 100", "0, -1"})
    void aPartBeginsWhereWeightsCanBeReadInPlace(long offset, long length) {
        Path path = TinyFile.MODERATION_INT8.writeTo(folder);

        assertThatThrownBy(() -> ModelFile.map(path, offset, length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("model file " + path + " (bytes " + offset)
                .hasMessageContaining("expected an offset that is a multiple of 16");
    }

    @Test
    void aPartThatIsNotThereOrNoModelIsRefused() {
        Path path = TinyFile.MODERATION_INT8.writeTo(folder);

        assertThatThrownBy(() -> ModelFile.map(path, 16, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": the file has 34416 bytes");
        assertThatThrownBy(() -> ModelFile.map(path, 16, 34_400))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("(bytes 16 to 34416) can't be used: it is not a TensorFlow Lite model");
        assertThatThrownBy(() -> ModelFile.map(folder.resolve("none"), 0, 16))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageEndingWith("none is not there");
    }

    @Test
    void anArrayIsAModel() {
        byte[] content = TinyFile.MODERATION_INT8.bytes();
        ModelFile copy = ModelFile.of("from the network", content);
        Arrays.fill(content, (byte) 0);

        assertThat(copy.name()).isEqualTo("from the network");
        assertThat(copy.path()).isEmpty();
        copy.unload();
        assertThat(moderation(copy)).containsExactly(moderation(TestLibrary.map(TinyFile.MODERATION_INT8, folder)));
        assertThatThrownBy(() -> copy.sha256(FileDigests.READING)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anArrayThatIsNoModelIsRefusedByItsName() {
        assertThatThrownBy(() -> ModelFile.of("from the network", new byte[0]))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("model file from the network can't be used: ");
        byte[] cut = Arrays.copyOf(TinyFile.MODERATION_INT8.bytes(), 30_000);
        assertThatThrownBy(() -> ModelFile.of("half", cut))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("it is damaged or cut short");
    }

    private static float[] moderation(ModelFile file) {
        try (Model model = TestLibrary.lite().model(file);
                Interpreter interpreter = model.interpreter(InterpreterOptions.cpu())) {
            return new PackedCall(interpreter)
                    .run(List.of(new int[] {2, 93, 3}))
                    .of("moderation");
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
                .hasMessage("model file " + file.name() + " belongs to a model: close that");
        assertThatThrownBy(() -> TestLibrary.lite().model(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model file " + file.name() + " belongs to a model already: map it again");
        assertThat(file.sha256(FileDigests.READING)).hasSize(64);

        model.close();
        file.close();
        assertThatThrownBy(() -> file.sha256(FileDigests.READING)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TestLibrary.lite().model(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model file " + file.name() + " is closed");
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
