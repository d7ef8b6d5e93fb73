// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.wrap.Findings;
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

/// A small valid file, spoiled in thousands of ways, each of which a seed repeats: what is damaged ends in a
/// [CheckpointException] and nothing else, and no number in a file makes the reader take memory.
class GgufFuzzTest {
    private static final int MUTATIONS = 3_000;
    private static final long MOST_BYTES = 16 << 20;

    /// Numbers that stand at the edges of what a reader may believe.
    private static final long[] LIES = {
        0, 1, -1, 7, 8, 9, 12, 31, 32, 64, 255, 65_535, 1 << 21, 1L << 31, 1L << 32, 1L << 60, Long.MIN_VALUE
    };

    @TempDir
    Path folder;

    @Test
    void whateverIsSpoiledNothingElseEscapes() throws IOException {
        byte[] whole = TinyGguf.llama().toBytes();
        Files.createDirectory(folder.resolve("made"));
        int refused = 0;
        int header = headerBytes(whole);
        translate(folder.resolve("model.gguf")); // classes that are loaded take memory once
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] spoiled = spoil(whole.clone(), header, new Random(seed));
            Path file = Files.write(folder.resolve("model.gguf"), spoiled);
            refused += isRefused(file, seed) ? 1 : 0;
        }

        // Some bytes are weights or letters, of which any is as good as another.
        assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS - 1);
    }

    private int headerBytes(byte... whole) throws IOException {
        try (GgufFile opened = GgufFile.open(Files.write(folder.resolve("model.gguf"), whole))) {
            return opened.tensors().values().stream()
                    .mapToInt(tensor -> (int) tensor.offset())
                    .min()
                    .orElseThrow();
        }
    }

    /// Three times of four in what stands before the weights.
    private static byte[] spoil(byte[] bytes, int header, Random random) {
        int at = random.nextInt(random.nextInt(4) > 0 ? header : bytes.length - 8);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> buffer.putLong(at, LIES[random.nextInt(LIES.length)]);
            case 2 -> buffer.putInt(at, (int) LIES[random.nextInt(LIES.length)]);
            case 3 -> System.arraycopy(bytes, random.nextInt(bytes.length - 8), bytes, at, 8);
            default -> {
                return Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    private boolean isRefused(Path file, int seed) {
        long before = allocated();
        boolean refused = false;
        try (GgufFile opened = GgufFile.open(file)) {
            readAll(opened);
            if (seed % 4 == 0) {
                translate(file);
            }
        } catch (CheckpointException e) {
            refused = true;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("mutation " + seed + " ends in " + e, e);
        }
        assertThat(allocated() - before).as("bytes taken for mutation %d", seed).isLessThan(MOST_BYTES);
        return refused;
    }

    private static void readAll(GgufFile file) {
        Configuration metadata = file.metadata(new Findings());
        metadata.keys().forEach(metadata::text);
        file.texts("tokenizer.ggml.tokens");
        file.texts("tokenizer.ggml.merges");
        file.numbers("tokenizer.ggml.token_type");
        for (StoredTensor tensor : file.tensors().values()) {
            if (tensor.shape().size() <= 2 && file.refusal(tensor).isEmpty()) {
                Weights weights = file.weights(tensor);
                float[] row = new float[weights.columns()];
                for (int i = 0; i < weights.rows(); i++) {
                    weights.row(i, row);
                }
            }
        }
    }

    /// What only doesn't fit a model becomes a problem.
    private void translate(Path file) {
        GgufCheckpoint.open(file, new Findings()).ifPresent(opened -> {
            try (opened) {
                Checkpoint checkpoint = opened.checkpoint();
                for (String name : checkpoint.names()) {
                    checkpoint.require(
                            name, checkpoint.shape(name).orElseThrow().toArray(Integer[]::new));
                }
                opened.endIds();
                opened.tokenizerJson(folder.resolve("made"));
            }
        });
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
