// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.wrap.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// An open GGUF file, llama.cpp's format, of version 2 or 3 and in little-endian order: metadata, and tensors
/// under the names that the file gives them. Thread-safe; owns the file handle.
final class GgufFile implements TensorFile {
    private static final int MOST_PIECE_BYTES = 1 << 16;

    private final FileBytes file;
    private final GgufHeader header;

    private GgufFile(FileBytes file, GgufHeader header) {
        this.file = file;
        this.header = header;
    }

    /// @throws CheckpointException when it can't be read, is damaged, or is no such file
    static GgufFile open(Path path) {
        FileBytes file = FileBytes.open(path);
        try {
            return new GgufFile(file, GgufHeader.read(file));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Where it is.
    Path path() {
        return file.path();
    }

    /// The single values of the metadata.
    Configuration metadata(Findings findings) {
        return new Configuration(String.valueOf(path().getFileName()), header.metadata(), findings);
    }

    /// A list of texts, if it is there.
    ///
    /// @throws CheckpointException when it is a list of something else
    Optional<List<String>> texts(String key) {
        return list(key, type -> type == GgufValueType.STRING, "texts").map(list -> {
            GgufReader reader = new GgufReader(file, list.position());
            List<String> texts = new ArrayList<>(list.count());
            for (int i = 0; i < list.count(); i++) {
                texts.add(reader.text(key + "[" + i + "]", MOST_PIECE_BYTES));
            }
            return texts;
        });
    }

    /// A list of numbers, if it is there.
    ///
    /// @throws CheckpointException when it is a list of something else
    Optional<double[]> numbers(String key) {
        return list(key, type -> type.isWhole() || type == GgufValueType.FLOAT32, "numbers")
                .map(list -> {
                    GgufReader reader = new GgufReader(file, list.position());
                    double[] numbers = new double[list.count()];
                    Arrays.setAll(
                            numbers,
                            i -> Double.parseDouble(
                                    list.type().read(reader, key).raw()));
                    return numbers;
                });
    }

    private Optional<GgufList> list(String key, Predicate<GgufValueType> wanted, String expected) {
        Optional<GgufList> list = Optional.ofNullable(header.lists().get(key));
        list.filter(found -> !wanted.test(found.type())).ifPresent(found -> {
            throw new CheckpointException(
                    path(), "is damaged: " + key + " is a list of " + found.type() + ", expected " + expected);
        });
        return list;
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return header.tensors();
    }

    @Override
    public String configuredBy() {
        return "its metadata";
    }

    @Override
    public Optional<String> refusal(StoredTensor tensor) {
        return ElementType.of(tensor.dtype()).isPresent()
                ? Optional.empty()
                : Optional.of("read are " + Arrays.toString(ElementType.values())
                        + ": take the file of this model that is named after F16, BF16 or Q8_0. One named after Q4_0 or"
                        + " Q4_1 will do if it was quantised with --pure; without, its largest matrix often is Q6_K");
    }

    @Override
    public Weights weights(StoredTensor tensor) {
        ElementType type = ElementType.valueOf(tensor.dtype());
        return ElementType.FOUR_BITS.contains(type)
                ? new StoredBlocks(file, tensor, type)
                : new StoredWeights(file, tensor, type);
    }

    @Override
    public void close() {
        file.close();
    }
}
