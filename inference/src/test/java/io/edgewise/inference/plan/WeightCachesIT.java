// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.XnnPackFlag;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.junit.ExpectLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightCachesIT {
    private static final Delegate.XnnPack XNNPACK = new Delegate.XnnPack(1);

    @TempDir
    Path folder;

    private Path caches;
    private Model int8;
    private Model fp32;

    @BeforeEach
    void open() {
        caches = folder.resolve("weights");
        int8 = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_INT8, folder));
        fp32 = TestLibrary.lite().model(TestLibrary.map(TinyFile.MODERATION_FP32, folder));
    }

    @AfterEach
    void close() {
        int8.close();
        fp32.close();
    }

    /// As at another start: nothing is known but what is on the disk.
    private WeightCaches start() {
        return new WeightCaches(caches, "library 1\nprocessor 1");
    }

    private static String sha256(Model model) {
        return Sha256.of(model.file().path().orElseThrow());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(caches)) {
            return all.toList();
        }
    }

    private static float[] answer(Model model, Delegate delegate) {
        Shape row = Shape.of(1, 3);
        try (Graph graph = Graph.open(model, InterpreterOptions.with(delegate), Optional.of("packed"))) {
            graph.resize(Map.of("ids", row, "positions", row, "segments", row, "pool", Shape.of(1, 1, 3)));
            graph.putInts("ids", new int[] {2, 93, 3});
            graph.putInts("positions", new int[] {0, 1, 2});
            graph.putFloats("segments", new float[3]);
            graph.putFloats("pool", new float[] {1f / 3, 1f / 3, 1f / 3});
            graph.invoke();
            return graph.floats("moderation");
        }
    }

    @Test
    void theFileIsMadeOnceAndTheAnswersAreTheSame() throws IOException {
        Delegate.XnnPack cached = start().cached(XNNPACK, int8, sha256(int8));

        Path file = cached.weightCache().orElseThrow();
        assertThat(files()).containsExactly(file);
        assertThat(file.getFileName().toString()).matches("[0-9a-f]{32}-[0-9a-f]{1,8}\\.weights");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(caches)))
                .isEqualTo("rwx------");
        FileTime made = FileTime.from(Instant.now().minusSeconds(3_600));
        String content = Sha256.of(file);
        Files.setLastModifiedTime(file, made);

        Delegate.XnnPack again = start().cached(XNNPACK, int8, sha256(int8));

        assertThat(again).isEqualTo(cached);
        assertThat(answer(int8, again)).containsExactly(answer(int8, XNNPACK), within(1e-6f));
        assertThat(Sha256.of(file)).as("nobody wrote to it").isEqualTo(content);
        assertThat(Files.getLastModifiedTime(file)).as("it was used").isGreaterThan(made);
    }

    @Test
    void anotherModelLibraryProcessorOrFlagHasAnotherFile() throws IOException {
        WeightCaches first = start();
        Optional<Path> one = first.cached(XNNPACK, int8, sha256(int8)).weightCache();
        Optional<Path> otherModel = first.cached(XNNPACK, fp32, sha256(fp32)).weightCache();
        Optional<Path> otherMachine = new WeightCaches(caches, "library 1\nprocessor 2")
                .cached(XNNPACK, int8, sha256(int8))
                .weightCache();
        Delegate.XnnPack precise =
                new Delegate.XnnPack(1, Set.of(XnnPackFlag.SLOW_CONSISTENT_ARITHMETIC), Optional.empty());
        Optional<Path> otherFlags = first.cached(precise, int8, sha256(int8)).weightCache();

        assertThat(Stream.of(one, otherModel, otherMachine, otherFlags).map(Optional::orElseThrow))
                .doesNotHaveDuplicates();
        assertThat(files()).hasSize(4);
    }

    @Test
    @ExpectLog("was damaged and is made again")
    void flippedBitsAreFoundAndTheFileIsMadeAgain() throws IOException {
        Path file = start().cached(XNNPACK, int8, sha256(int8)).weightCache().orElseThrow();
        byte[] content = Files.readAllBytes(file);
        String right = Sha256.of(file);
        content[content.length / 2] ^= 0x40;
        Files.write(file, content);

        Delegate.XnnPack again = start().cached(XNNPACK, int8, sha256(int8));

        assertThat(Sha256.of(again.weightCache().orElseThrow())).isEqualTo(right);
        assertThat(answer(int8, again)).containsExactly(answer(int8, XNNPACK), within(1e-6f));
    }

    @Test
    @ExpectLog("was damaged and is made again")
    void aFileThatWasCutShortIsFoundAndMadeAgain() throws IOException {
        Path file = start().cached(XNNPACK, int8, sha256(int8)).weightCache().orElseThrow();
        String right = Sha256.of(file);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));

        assertThat(Sha256.of(start().cached(XNNPACK, int8, sha256(int8))
                        .weightCache()
                        .orElseThrow()))
                .isEqualTo(right);
    }

    @Test
    @ExpectLog("was damaged and is made again")
    void theCacheOfAnotherModelUnderThisOnesNameIsNotUsed() throws IOException {
        WeightCaches first = start();
        Path one = first.cached(XNNPACK, int8, sha256(int8)).weightCache().orElseThrow();
        Path other = first.cached(XNNPACK, fp32, sha256(fp32)).weightCache().orElseThrow();
        Files.copy(other, one, StandardCopyOption.REPLACE_EXISTING);

        assertThat(answer(int8, start().cached(XNNPACK, int8, sha256(int8))))
                .containsExactly(answer(int8, XNNPACK), within(1e-6f));
    }

    @Test
    void whatNobodyUsedForAMonthGoes() throws IOException {
        Path old = new WeightCaches(caches, "library 0")
                .cached(XNNPACK, int8, sha256(int8))
                .weightCache()
                .orElseThrow();
        Path recent = new WeightCaches(caches, "library 0.9")
                .cached(XNNPACK, int8, sha256(int8))
                .weightCache()
                .orElseThrow();
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(31L * 86_400)));

        Path now = start().cached(XNNPACK, int8, sha256(int8)).weightCache().orElseThrow();

        assertThat(files()).containsExactlyInAnyOrder(recent, now);
    }

    @Test
    void withoutAFolderThatCanBeWrittenThereIsNone() throws IOException {
        Files.writeString(caches, "a file in its place");

        Delegate.XnnPack plain = start().cached(XNNPACK, int8, sha256(int8));

        assertThat(plain).isEqualTo(XNNPACK);
    }

    @Test
    void nothingIsLeftBehindWhenADraftFails() throws IOException {
        Delegate.XnnPack useless =
                new Delegate.XnnPack(1, Set.of(XnnPackFlag.DISABLE_DYNAMICALLY_QUANTIZED_OPS), Optional.empty());

        start().cached(useless, int8, sha256(int8));

        assertThat(files()).allMatch(file -> file.toString().endsWith(".weights"));
    }
}
