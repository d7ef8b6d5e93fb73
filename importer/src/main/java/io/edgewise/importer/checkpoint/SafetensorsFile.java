// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// An open safetensors file. Thread-safe; owns the file handle.
final class SafetensorsFile implements TensorFile {
    private static final int LENGTH_BYTES = 8;

    /// The format's own library takes ten times as many; a header for a thousand tensors has a tenth of a
    /// megabyte.
    private static final long MOST_HEADER_BYTES = 10_000_000;

    private final FileBytes file;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsFile(FileBytes file, Map<String, StoredTensor> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /// @throws CheckpointException when it can't be read, is damaged, or is no safetensors file
    static SafetensorsFile open(Path path) {
        FileBytes file = FileBytes.open(path);
        try {
            return new SafetensorsFile(file, header(file));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Map<String, StoredTensor> header(FileBytes file) {
        long size = file.size();
        long length = size < LENGTH_BYTES ? -1 : file.read(0, LENGTH_BYTES).getLong();
        if (length < 2 || length > MOST_HEADER_BYTES || length > size - LENGTH_BYTES) {
            throw new CheckpointException(
                    file.path(),
                    "is no safetensors file: its header would have " + Long.toUnsignedString(length)
                            + " bytes, the file has " + size);
        }
        String json =
                new String(file.read(LENGTH_BYTES, Math.toIntExact(length)).array(), UTF_8);
        return new SafetensorsHeader(file.path(), LENGTH_BYTES + length, size).read(json);
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public String configuredBy() {
        return "config.json";
    }

    @Override
    public Optional<String> refusal(StoredTensor tensor) {
        return ElementType.of(tensor.dtype())
                        .filter(ElementType.TRAINED::contains)
                        .isPresent()
                ? Optional.empty()
                : Optional.of("read are " + ElementType.TRAINED + ": save the model in one of these");
    }

    @Override
    public Weights weights(StoredTensor tensor) {
        return new StoredWeights(file, tensor, ElementType.valueOf(tensor.dtype()));
    }

    @Override
    public void close() {
        file.close();
    }
}
