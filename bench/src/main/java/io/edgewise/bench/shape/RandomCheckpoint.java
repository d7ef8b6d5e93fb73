// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.shape;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.importer.checkpoint.Configuration;
import io.edgewise.importer.decoder.DecoderModelReader;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.TinyTokenizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A checkpoint of random weights in the shape that a `config.json` says, written tensor by tensor as BF16, with a
/// tokenizer that knows few pieces: what it writes has no sense.
final class RandomCheckpoint {
    private static final int BYTES = 2;
    /// The upper half of a float is a BF16.
    private static final int HALF = 16;
    /// As weights are initialised before a model is trained.
    private static final double SPREAD = 0.02;

    private static final JsonMapper JSON = new JsonMapper();

    private RandomCheckpoint() {}

    /// @param folder new
    /// @throws io.edgewise.inference.wrap.WrapException when no graph can be made of such a model
    static void write(Path config, Path folder) throws IOException {
        Files.createDirectories(folder);
        ObjectNode said = (ObjectNode) JSON.readTree(Files.readAllBytes(config));
        said.put("bos_token_id", 1).put("eos_token_id", 2); // of the tokenizer below
        Files.writeString(folder.resolve("config.json"), JSON.writeValueAsString(said));
        TinyTokenizer.writeTo(folder);
        Map<String, List<Integer>> shapes = shapes(folder);
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(folder.resolve("model.safetensors")), 1 << 20)) {
            header(out, shapes);
            SplittableRandom random = new SplittableRandom(1);
            for (List<Integer> shape : shapes.values()) {
                tensor(out, shape, random);
            }
        }
    }

    private static Map<String, List<Integer>> shapes(Path folder) {
        Findings findings = new Findings();
        RecordedShapes recorded = new RecordedShapes();
        Configuration config = new CheckpointFolder(folder, findings)
                .configuration("config.json")
                .orElseThrow();
        new DecoderModelReader(recorded, findings).read(config, OptionalInt.empty());
        findings.requireNone(folder);
        return recorded.shapes();
    }

    private static void header(OutputStream out, Map<String, List<Integer>> shapes) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, List<Integer>> tensor : shapes.entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "BF16");
            tensor.getValue().forEach(entry.putArray("shape")::add);
            long end = offset + BYTES * numbers(tensor.getValue());
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsString(header).getBytes(UTF_8);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        out.write(json);
    }

    private static long numbers(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (one, other) -> one * other);
    }

    /// Gains are ones: with others the numbers of a deep model vanish or explode.
    private static void tensor(OutputStream out, List<Integer> shape, SplittableRandom random) throws IOException {
        long left = numbers(shape);
        for (; left > 0; left--) {
            float value = shape.size() == 1 ? 1 : (float) (SPREAD * (random.nextInt(2001) - 1000) / 500);
            int half = Float.floatToRawIntBits(value) >>> HALF;
            out.write(half);
            out.write(half >>> Byte.SIZE);
        }
    }
}
