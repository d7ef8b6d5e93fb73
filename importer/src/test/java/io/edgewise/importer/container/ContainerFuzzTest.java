// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.testkit.container.LiteRtLm;
import io.edgewise.testkit.container.Proto;
import io.edgewise.testkit.container.TaskArchive;
import io.edgewise.testkit.model.CacheModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small valid containers, spoiled in thousands of ways, each of which a seed repeats, and cut at each byte: what is
/// damaged ends in a [CheckpointException], or for a graph in an [UnsupportedModelException], and in nothing else; and
/// no number in a file makes the reader take memory.
class ContainerFuzzTest {
    private static final int MUTATIONS = 3_000;
    private static final long MOST_BYTES = 16 << 20;

    /// Numbers that stand at the edges of what a reader may believe.
    private static final long[] LIES = {
        0, 1, -1, 4, 7, 8, 9, 12, 31, 32, 64, 255, 16_384, 65_535, 1 << 20, 1L << 31, 1L << 32, 1L << 60, Long.MIN_VALUE
    };

    @TempDir
    Path folder;

    @Test
    void whateverIsSpoiledInALiteRtLmContainerNothingElseEscapes() throws IOException {
        byte[] whole = liteRtLm();
        int table = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(24);

        assertThat(refusedOf(whole, 0, table)).isBetween(MUTATIONS / 4, MUTATIONS - 1);
    }

    @Test
    void whateverIsSpoiledInATaskNothingElseEscapes() throws IOException {
        byte[] whole = task();

        assertThat(refusedOf(whole, whole.length - 400, whole.length)).isBetween(MUTATIONS / 4, MUTATIONS - 1);
    }

    @Test
    void whereverAFileIsCutItIsASentence() throws IOException {
        byte[] liteRtLm = liteRtLm();
        int table =
                (int) ByteBuffer.wrap(liteRtLm).order(ByteOrder.LITTLE_ENDIAN).getLong(24);
        for (int end = 0; end < table + 10; end++) {
            assertThat(isRefused(Arrays.copyOf(liteRtLm, end), end))
                    .as("cut at %d", end)
                    .isTrue();
        }
        for (int end = table; end < liteRtLm.length; end += 97) {
            assertThat(isRefused(Arrays.copyOf(liteRtLm, end), end))
                    .as("cut at %d", end)
                    .isTrue();
        }
        byte[] task = task();
        for (int end = 0; end < task.length; end++) {
            assertThat(isRefused(Arrays.copyOf(task, end), end))
                    .as("cut at %d", end)
                    .isTrue();
        }
    }

    private static byte[] liteRtLm() {
        return new LiteRtLm()
                .says("arch", "all")
                .tokenizer("{\"model\":{\"type\":\"BPE\"}}")
                .section(LiteRtLm.NOTES, notes())
                .section(LiteRtLm.MODEL, new CacheModel(64, 8).bytes(), "model_type", "tf_lite_prefill_decode")
                .bytes();
    }

    private static byte[] task() {
        return new TaskArchive()
                .stored("TF_LITE_PREFILL_DECODE", new CacheModel(64, 8).bytes(), true)
                .stored("METADATA", notes(), false)
                .stored(
                        "TOKENIZER_MODEL",
                        new Proto().message(1, new Proto().text(1, "a")).bytes(),
                        true)
                .bytes();
    }

    private static byte[] notes() {
        return new Proto()
                .message(2, new Proto().text(2, "</s>"))
                .message(3, new Proto().message(1, new Proto().text(1, "user")))
                .bytes();
    }

    /// @param from where most of the damage is done
    private int refusedOf(byte[] whole, int from, int to) throws IOException {
        assertThat(isRefused(whole, -1)).as("the whole file").isFalse(); // and classes that are loaded take memory once
        int refused = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            refused += isRefused(spoil(whole.clone(), from, to, new Random(seed)), seed) ? 1 : 0;
        }
        return refused;
    }

    /// Three times of four in the table of contents.
    private static byte[] spoil(byte[] bytes, int from, int to, Random random) {
        int at = random.nextInt(4) > 0 ? random.nextInt(from, to - 8) : random.nextInt(bytes.length - 8);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> buffer.putLong(at, LIES[random.nextInt(LIES.length)]);
            case 2 -> buffer.putInt(at, (int) LIES[random.nextInt(LIES.length)]);
            case 3 -> System.arraycopy(bytes, random.nextInt(bytes.length - 8), bytes, at, 8);
            default -> buffer.putShort(at, (short) LIES[random.nextInt(LIES.length)]);
        }
        return bytes;
    }

    private boolean isRefused(byte[] content, int seed) throws IOException {
        Path file = Files.write(folder.resolve("model.litertlm"), content);
        long before = allocated();
        boolean refused = false;
        try {
            readAll(file);
        } catch (CheckpointException | UnsupportedModelException e) {
            refused = true;
            assertThat(e).as("mutation %d", seed).message().contains(file.toString());
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("mutation " + seed + " ends in " + e, e);
        }
        assertThat(allocated() - before).as("bytes taken for mutation %d", seed).isLessThan(MOST_BYTES);
        return refused;
    }

    private static void readAll(Path file) {
        Container container = Container.open(file);
        InferenceException first = null;
        for (Section section : container.sections()) {
            try {
                read(container, section);
            } catch (InferenceException e) {
                first = e;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void read(Container container, Section section) {
        switch (section.kind()) {
            case MODEL -> ContainerGraph.of(ModelFile.contentsOf(container.file(), section.offset(), section.bytes()));
            case NOTES -> ContainerNotes.of(container, section);
            case TOKENIZER_JSON, SENTENCE_PIECE -> ContainerTokenizer.of(container, section);
            default ->
                assertThat(section.end())
                        .isLessThanOrEqualTo(container.file().toFile().length());
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
