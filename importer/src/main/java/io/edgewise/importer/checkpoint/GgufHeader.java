// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What stands before the weights of a GGUF file. Immutable.
///
/// Source: `docs/gguf.md` of ggml-org/ggml, "File Structure".
///
/// @param metadata single values by key; a list stands there without its values
/// @param lists by key
/// @param tensors by name, in the file's order; their shapes as other formats have them, the longest step first
record GgufHeader(Mapping metadata, Map<String, GgufList> lists, Map<String, StoredTensor> tensors) {
    private static final int MAGIC = 0x46554747; // "GGUF"
    private static final int MOST_KEYS = 10_000;
    private static final int MOST_VALUES = 1 << 21;
    private static final int MOST_TENSORS = 100_000;
    private static final int MOST_KEY_BYTES = 65_535;
    private static final int LEAST_KEY_BYTES = 13;
    private static final int LEAST_TENSOR_BYTES = 32;

    /// @throws CheckpointException when it is no such header, or not of this file
    static GgufHeader read(FileBytes file) {
        GgufReader reader = new GgufReader(file, 0);
        requireVersion(file, reader);
        long tensors = reader.count("tensors", MOST_TENSORS, LEAST_TENSOR_BYTES);
        long keys = reader.count("keys of metadata", MOST_KEYS, LEAST_KEY_BYTES);
        Map<String, DocumentNode> metadata = new LinkedHashMap<>();
        Map<String, GgufList> lists = new LinkedHashMap<>();
        for (long i = 0; i < keys; i++) {
            String key = key(reader, i);
            if (metadata.containsKey(key)) {
                throw reader.damaged("the key \"" + key + "\" stands there twice");
            }
            metadata.put(key, value(reader, key, lists));
        }
        int alignment = alignment(reader, metadata);
        return new GgufHeader(
                new Mapping(metadata, 0), lists, new GgufTensors(file, reader, alignment).read((int) tensors));
    }

    private static void requireVersion(FileBytes file, GgufReader reader) {
        int magic = reader.number32("the magic number");
        if (magic != MAGIC) {
            throw new CheckpointException(
                    file.path(),
                    "is no GGUF file: it begins with the bytes %08x".formatted(Integer.reverseBytes(magic)));
        }
        int version = reader.number32("the version");
        if (version != 0 && (version & 0xffff) == 0) {
            throw new CheckpointException(
                    file.path(),
                    "is a GGUF file for big-endian computers, which is not read: take the one for the usual,"
                            + " little-endian ones");
        }
        if (version != 2 && version != 3) {
            throw new CheckpointException(
                    file.path(),
                    "is a GGUF file of version " + Integer.toUnsignedString(version)
                            + "; read are 2 and 3: take a newer file of the model");
        }
    }

    private static String key(GgufReader reader, long number) {
        String key = reader.text("key " + number + " of the metadata", MOST_KEY_BYTES);
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw reader.damaged(
                    "key %d of the metadata, before byte %d, is \"%s\"".formatted(number, reader.position(), key));
        }
        return key;
    }

    private static DocumentNode value(GgufReader reader, String key, Map<String, GgufList> lists) {
        GgufValueType type = type(reader, key);
        if (type != GgufValueType.ARRAY) {
            return type.read(reader, "the value of " + key);
        }
        GgufValueType elements = type(reader, key);
        if (elements == GgufValueType.ARRAY) {
            throw reader.damaged(key + " is a list of lists, which no model has");
        }
        int count = (int) reader.count("values of " + key, MOST_VALUES, elements.leastBytes());
        lists.put(key, new GgufList(elements, count, reader.position()));
        String what = "the list " + key;
        if (elements == GgufValueType.STRING) {
            for (int i = 0; i < count; i++) {
                reader.skipText(what);
            }
        } else {
            reader.skip((long) count * elements.leastBytes(), what);
        }
        return new Sequence(List.of(), 0);
    }

    private static GgufValueType type(GgufReader reader, String key) {
        int number = reader.number32("the type of " + key);
        return GgufValueType.of(number)
                .orElseThrow(() -> reader.damaged(
                        key + " has values of type " + Integer.toUnsignedString(number) + ", which is not known"));
    }

    /// As the format's own library: a power of two.
    private static int alignment(GgufReader reader, Map<String, DocumentNode> metadata) {
        DocumentNode given = metadata.get("general.alignment");
        if (given == null) {
            return GgufTensors.ALIGNMENT;
        }
        for (int alignment = 1; alignment <= 1 << 16; alignment *= 2) {
            if (given instanceof Scalar number && number.raw().equals(Integer.toString(alignment))) {
                return alignment;
            }
        }
        throw reader.damaged("general.alignment is " + given.describe() + ", expected a power of two up to 65536");
    }
}
