// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import io.edgewise.inference.document.JsonDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the JSON at the beginning of a safetensors file, and checks that it describes the bytes behind it: every
/// tensor as large as its shape says, one after the other, without gaps, up to the end. For one file.
///
/// Source: the format's description in the README of huggingface/safetensors, "Format".
final class SafetensorsHeader {
    private static final String METADATA = "__metadata__";
    private static final int MOST_DIMENSIONS = 8;
    private static final int MOST_DIGITS = 18;

    private static final Map<String, Integer> ELEMENT_BYTES = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F32", 4),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F64", 8));

    private final Path file;
    private final long start;
    private final long end;

    /// @param start of the bytes that the offsets count from
    /// @param end of the file
    SafetensorsHeader(Path file, long start, long end) {
        this.file = file;
        this.start = start;
        this.end = end;
    }

    /// @throws CheckpointException when it is no such header, or not of this file
    Map<String, StoredTensor> read(String json) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        try {
            if (!(JsonDocument.parse(json) instanceof Mapping root)) {
                throw new CheckpointException(
                        file, "has no block of tensors at its beginning: it is no safetensors file");
            }
            root.entries().forEach((name, node) -> {
                if (!name.equals(METADATA)) {
                    tensors.put(name, tensor(name, node));
                }
            });
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "has a header that is not JSON: " + e.getMessage(), e);
        }
        requireOneAfterTheOther(tensors);
        return tensors;
    }

    private StoredTensor tensor(String name, DocumentNode node) {
        if (!(node instanceof Mapping entries)) {
            throw damaged(name, "is " + node.describe());
        }
        String dtype = entries.entries().get("dtype") instanceof Scalar s ? s.raw() : "";
        Integer elementBytes = ELEMENT_BYTES.get(dtype);
        if (elementBytes == null) {
            throw damaged(
                    name,
                    "has the element type \"" + dtype + "\" (known: "
                            + ELEMENT_BYTES.keySet().stream().sorted().toList() + ")");
        }
        List<Long> shape = numbers(name, "shape", entries.entries().get("shape"));
        List<Long> offsets = numbers(name, "data_offsets", entries.entries().get("data_offsets"));
        if (offsets.size() != 2 || offsets.getFirst() > offsets.getLast() || offsets.getLast() > end - start) {
            throw damaged(
                    name,
                    "lies at " + offsets + " of " + (end - start)
                            + " bytes: the file was cut short, or is not what its header was written for; get it again");
        }
        long bytes = offsets.getLast() - offsets.getFirst();
        if (bytes != size(name, shape, elementBytes)) {
            throw damaged(name, "of shape " + shape + " and type " + dtype + " has " + bytes + " bytes");
        }
        return new StoredTensor(
                name, dtype, shape.stream().map(Math::toIntExact).toList(), start + offsets.getFirst(), bytes);
    }

    private long size(String name, List<Long> shape, int elementBytes) {
        try {
            long size = elementBytes;
            for (long dimension : shape) {
                size = Math.multiplyExact(size, Math.toIntExact(dimension));
            }
            return size;
        } catch (ArithmeticException e) {
            throw new CheckpointException(file, "is damaged: tensor \"" + name + "\" has the shape " + shape, e);
        }
    }

    private List<Long> numbers(String name, String key, @Nullable DocumentNode node) {
        List<Long> numbers = new ArrayList<>();
        if (!(node instanceof Sequence list) || list.items().size() > MOST_DIMENSIONS) {
            throw damaged(name, "has no list \"" + key + "\" of at most " + MOST_DIMENSIONS + " numbers");
        }
        for (DocumentNode item : list.items()) {
            if (!(item instanceof Scalar s)
                    || s.kind() != Kind.NUMBER
                    || s.raw().length() > MOST_DIGITS
                    || !s.raw().chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw damaged(name, "has " + item.describe() + " in \"" + key + "\"");
            }
            numbers.add(Long.parseLong(s.raw()));
        }
        return numbers;
    }

    /// Two names for the same bytes would be weights of which one is not what was trained.
    private void requireOneAfterTheOther(Map<String, StoredTensor> tensors) {
        long next = start;
        List<StoredTensor> inOrder = tensors.values().stream()
                .sorted(Comparator.comparingLong(StoredTensor::offset).thenComparingLong(StoredTensor::bytes))
                .toList();
        for (StoredTensor tensor : inOrder) {
            if (tensor.offset() != next) {
                throw damaged(
                        tensor.name(), "begins at byte " + tensor.offset() + ", the one before it ends at " + next);
            }
            next += tensor.bytes();
        }
        if (next != end) {
            throw new CheckpointException(
                    file,
                    "has " + end + " bytes, its header describes " + next
                            + ": it was cut short or something was added; get it again");
        }
    }

    private CheckpointException damaged(String tensor, String what) {
        return new CheckpointException(file, "is damaged: tensor \"" + tensor + "\" " + what);
    }
}
