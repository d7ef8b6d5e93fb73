// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what a GGUF file says of its tensors, and checks that the file has them: each as large as its shape
/// says, whole, and none in the place of another. For one file.
final class GgufTensors {
    /// Where a file doesn't say it.
    static final int ALIGNMENT = 32;

    private static final int MOST_NAME_BYTES = 64;
    private static final int MOST_DIMENSIONS = 4;

    private final FileBytes file;
    private final GgufReader reader;
    private final int alignment;

    /// @param reader before the first tensor's description
    GgufTensors(FileBytes file, GgufReader reader, int alignment) {
        this.file = file;
        this.reader = reader;
        this.alignment = alignment;
    }

    /// @param offset from the beginning of all weights
    private record Described(String name, GgufType type, List<Integer> shape, long offset, long bytes) {}

    Map<String, StoredTensor> read(int count) {
        List<Described> described = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            described.add(tensor(i));
        }
        long start = Math.ceilDiv(reader.position(), alignment) * alignment;
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Described tensor : described) {
            if (tensor.bytes() > file.size() - start - tensor.offset()) {
                throw damaged(
                        tensor.name(),
                        "of %d bytes would lie at byte %d of %d: the file was cut short; get it again"
                                .formatted(tensor.bytes(), start + tensor.offset(), file.size()));
            }
            StoredTensor stored = new StoredTensor(
                    tensor.name(), tensor.type().name(), tensor.shape(), start + tensor.offset(), tensor.bytes());
            if (tensors.put(tensor.name(), stored) != null) {
                throw damaged(tensor.name(), "is there twice");
            }
        }
        requireApart(tensors);
        return tensors;
    }

    private Described tensor(int index) {
        String name = reader.text("the name of tensor " + index, MOST_NAME_BYTES);
        String what = "the description of tensor \"" + name + "\"";
        int dimensions = reader.number32(what);
        if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            throw damaged(
                    name,
                    "has " + Integer.toUnsignedString(dimensions) + " dimensions, expected 1 to " + MOST_DIMENSIONS);
        }
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            long size = reader.number64(what);
            if (size < 1 || size > Integer.MAX_VALUE) {
                throw damaged(name, "has a dimension of " + Long.toUnsignedString(size));
            }
            shape.addFirst((int) size);
        }
        int number = reader.number32(what);
        GgufType type = GgufType.of(number)
                .orElseThrow(() -> damaged(
                        name, "has elements of type " + Integer.toUnsignedString(number) + ", which is not known"));
        return new Described(name, type, shape, offset(name, what), bytes(name, type, shape));
    }

    private long offset(String name, String what) {
        long offset = reader.number64(what);
        if (offset < 0 || offset > file.size() || offset % alignment != 0) {
            throw damaged(
                    name,
                    "begins at byte %s of the weights, expected a multiple of %d in a file of %d"
                            .formatted(Long.toUnsignedString(offset), alignment, file.size()));
        }
        return offset;
    }

    private long bytes(String name, GgufType type, List<Integer> shape) {
        if (shape.getLast() % type.blockSize() != 0) {
            throw damaged(name, "of shape %s has no whole blocks of %d %s".formatted(shape, type.blockSize(), type));
        }
        try {
            return type.bytes(shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact));
        } catch (ArithmeticException e) {
            throw new CheckpointException(file.path(), "is damaged: tensor \"" + name + "\" has the shape " + shape, e);
        }
    }

    /// Two names for the same bytes would be weights of which one is not what was trained.
    private void requireApart(Map<String, StoredTensor> tensors) {
        List<StoredTensor> inOrder = tensors.values().stream()
                .sorted(Comparator.comparingLong(StoredTensor::offset))
                .toList();
        for (int i = 1; i < inOrder.size(); i++) {
            StoredTensor before = inOrder.get(i - 1);
            StoredTensor tensor = inOrder.get(i);
            if (tensor.offset() < before.offset() + before.bytes()) {
                throw damaged(
                        tensor.name(),
                        "begins at byte %d, \"%s\" ends at %d"
                                .formatted(tensor.offset(), before.name(), before.offset() + before.bytes()));
            }
        }
    }

    private CheckpointException damaged(String tensor, String what) {
        return reader.damaged("tensor \"" + tensor + "\" " + what);
    }
}
