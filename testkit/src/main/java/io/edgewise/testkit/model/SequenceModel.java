// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.CastOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.GatherOptions;
import org.tensorflow.lite.schema.ReducerOptions;
import org.tensorflow.lite.schema.ReshapeOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;
import org.tensorflow.lite.schema.TensorType;

/// A model that takes one text: each piece has a vote for each label, and a label's number is the sum of the votes.
///
/// An input that is filled wrongly shows in the answer: a type other than 0 counts [#TYPE_VOTE] for the first
/// label, a position p counts p times [#POSITION_VOTE]; without a mask, padding votes too.
///
/// ```java
/// byte[] file = new SequenceModel(votes).ids("input_ids", INT64).mask("attention_mask", INT64).length(8).bytes();
/// ```
public final class SequenceModel {
    public static final byte INT32 = TensorType.INT32;
    public static final byte INT64 = TensorType.INT64;
    public static final byte FLOAT32 = TensorType.FLOAT32;
    public static final byte BOOL = TensorType.BOOL;
    public static final byte STRING = TensorType.STRING;

    public static final float TYPE_VOTE = 100;
    public static final float POSITION_VOTE = 0.25f;

    private static final int POSITIONS = 64;

    private enum Role {
        IDS,
        MASK,
        TYPES,
        POSITIONS
    }

    private record Input(String name, byte type) {}

    private final float[][] votes;
    private final int labels;
    private final Map<Role, Input> inputs = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private int batch = 1;
    private int length = 8;
    private boolean flat;
    private boolean perToken;
    private boolean legacy;
    private boolean measures;
    private boolean inside;
    private String hidden = "";
    private int activation = -1;
    private String signature = "";
    private String output = "Identity";
    private String custom = "";
    private byte[] metadata = {};

    /// @param votes of each piece, by id, for each label
    public SequenceModel(float[]... votes) {
        this.votes = votes;
        this.labels = votes[0].length;
    }

    public SequenceModel ids(String name, byte type) {
        inputs.put(Role.IDS, new Input(name, type));
        return this;
    }

    public SequenceModel mask(String name, byte type) {
        inputs.put(Role.MASK, new Input(name, type));
        return this;
    }

    public SequenceModel types(String name, byte type) {
        inputs.put(Role.TYPES, new Input(name, type));
        return this;
    }

    public SequenceModel positions(String name, byte type) {
        inputs.put(Role.POSITIONS, new Input(name, type));
        return this;
    }

    /// Tokens of a row; -1 leaves them open.
    public SequenceModel length(int tokens) {
        length = tokens;
        return this;
    }

    /// Texts in a pass; -1 leaves them open.
    public SequenceModel batch(int texts) {
        batch = texts;
        return this;
    }

    /// Inputs of one dimension.
    public SequenceModel flat() {
        flat = true;
        return this;
    }

    /// Votes of each token instead of their sum.
    public SequenceModel tagger() {
        perToken = true;
        return this;
    }

    public SequenceModel softmax() {
        activation = BuiltinOperator.SOFTMAX;
        return this;
    }

    /// A softmax that is not the last operator, so that the output does not show it.
    public SequenceModel softmaxInside() {
        inside = true;
        return softmax();
    }

    public SequenceModel sigmoid() {
        activation = BuiltinOperator.LOGISTIC;
        return this;
    }

    /// Ids that are multiplied and not looked up, as measurements are.
    public SequenceModel measures() {
        measures = true;
        return this;
    }

    /// The votes of each token as a further output, in front.
    public SequenceModel hidden(String name) {
        hidden = name;
        return this;
    }

    /// A matrix of UINT8 weights in the end, as converters of 2019 wrote them; it changes nothing.
    public SequenceModel legacyWeights() {
        legacy = true;
        return this;
    }

    /// An operator in front that TensorFlow Lite does not have.
    public SequenceModel custom(String operator) {
        custom = operator;
        return this;
    }

    public SequenceModel signature(String key) {
        signature = key;
        return this;
    }

    public SequenceModel output(String name) {
        output = name;
        return this;
    }

    /// What `TFLITE_METADATA` says.
    public SequenceModel metadata(TextMetadata content) {
        metadata = content.bytes();
        return this;
    }

    /// Any bytes in place of metadata.
    public SequenceModel metadata(byte[] content) {
        metadata = content;
        return this;
    }

    /// A file behind the model, as metadata name it.
    public SequenceModel file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /// A file behind the model.
    public SequenceModel file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /// Writes the file.
    public Path writeTo(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file's content.
    public byte[] bytes() {
        GraphWriter graph = new GraphWriter();
        Map<Role, Integer> tensors = new LinkedHashMap<>();
        inputs.forEach((role, input) -> {
            int tensor = graph.tensor(input.name(), input.type(), row());
            graph.input(input.name(), tensor);
            tensors.put(role, tensor);
        });
        int each = votes(graph, tensors);
        int answer = perToken ? each : sum(graph, each, tensors);
        if (!hidden.isEmpty()) {
            graph.output(hidden, named(graph, graph.tensor(hidden, TensorType.FLOAT32, rows()), each));
        }
        graph.output(output, finish(graph, answer));
        byte[] model = graph.file(signature, metadata);
        return files.isEmpty() ? model : withFiles(model);
    }

    private int[] row() {
        return flat ? new int[] {length} : new int[] {batch, length};
    }

    private int[] rows() {
        return flat ? new int[] {length, labels} : new int[] {batch, length, labels};
    }

    private int votes(GraphWriter graph, Map<Role, Integer> tensors) {
        int ids = tensors.getOrDefault(Role.IDS, 0);
        if (!custom.isEmpty()) {
            ids = graph.custom(custom, graph.tensor("cut", TensorType.INT32, row()), ids);
        }
        byte type = inputs.getOrDefault(Role.IDS, new Input("", INT32)).type();
        if (type == FLOAT32) {
            ids = cast(graph, ids, TensorType.FLOAT32, TensorType.INT32);
        }
        int each = measures ? measured(graph, ids) : gather(graph, votes, ids);
        if (tensors.containsKey(Role.TYPES)) {
            float[][] types = {new float[labels], new float[labels]};
            types[1][0] = TYPE_VOTE;
            each = add(graph, each, gather(graph, types, tensors.get(Role.TYPES)));
        }
        if (tensors.containsKey(Role.POSITIONS)) {
            float[][] positions = new float[POSITIONS][labels];
            for (int p = 0; p < POSITIONS; p++) {
                positions[p][0] = p * POSITION_VOTE;
            }
            each = add(graph, each, gather(graph, positions, tensors.get(Role.POSITIONS)));
        }
        return each;
    }

    private int gather(GraphWriter graph, float[][] table, int ids) {
        int weights = graph.floats(new int[] {table.length, labels}, flatten(table));
        return graph.operator(
                BuiltinOperator.GATHER,
                BuiltinOptions.GatherOptions,
                fb -> GatherOptions.createGatherOptions(fb, 0, 0),
                graph.tensor("", TensorType.FLOAT32, rows()),
                weights,
                ids);
    }

    private static float[] flatten(float[][] table) {
        float[] all = new float[table.length * table[0].length];
        for (int i = 0; i < table.length; i++) {
            System.arraycopy(table[i], 0, all, i * table[0].length, table[0].length);
        }
        return all;
    }

    private int add(GraphWriter graph, int a, int b) {
        return graph.operator(
                BuiltinOperator.ADD, (byte) 0, fb -> 0, graph.tensor("", TensorType.FLOAT32, rows()), a, b);
    }

    private int cast(GraphWriter graph, int tensor, byte from, byte to) {
        return graph.operator(
                BuiltinOperator.CAST,
                BuiltinOptions.CastOptions,
                fb -> CastOptions.createCastOptions(fb, from, to),
                graph.tensor("", to, row()),
                tensor);
    }

    private int sum(GraphWriter graph, int hidden, Map<Role, Integer> tensors) {
        int counted = tensors.containsKey(Role.MASK) ? masked(graph, hidden, tensors.get(Role.MASK)) : hidden;
        int[] shape = flat ? new int[] {labels} : new int[] {batch, labels};
        return graph.operator(
                BuiltinOperator.SUM,
                BuiltinOptions.ReducerOptions,
                fb -> ReducerOptions.createReducerOptions(fb, false),
                graph.tensor("", TensorType.FLOAT32, shape),
                counted,
                graph.ints(flat ? 0 : 1));
    }

    private int masked(GraphWriter graph, int hidden, int mask) {
        byte type = inputs.getOrDefault(Role.MASK, new Input("", FLOAT32)).type();
        int real = type == FLOAT32 ? mask : cast(graph, mask, type, TensorType.FLOAT32);
        return graph.operator(
                BuiltinOperator.MUL,
                (byte) 0,
                fb -> 0,
                graph.tensor("", TensorType.FLOAT32, rows()),
                hidden,
                column(graph, real));
    }

    private int measured(GraphWriter graph, int numbers) {
        int factors = graph.floats(new int[] {1, 1, labels}, new float[labels]);
        int each = graph.tensor("", TensorType.FLOAT32, rows());
        return graph.operator(BuiltinOperator.MUL, (byte) 0, fb -> 0, each, column(graph, numbers), factors);
    }

    private int column(GraphWriter graph, int row) {
        int[] shape = flat ? new int[] {-1, 1} : new int[] {1, -1, 1};
        return graph.operator(
                BuiltinOperator.RESHAPE,
                BuiltinOptions.ReshapeOptions,
                fb -> ReshapeOptions.createReshapeOptions(fb, ReshapeOptions.createNewShapeVector(fb, shape)),
                graph.tensor("", TensorType.FLOAT32, flat ? new int[] {length, 1} : new int[] {batch, length, 1}),
                row,
                graph.ints(shape));
    }

    private int finish(GraphWriter graph, int answer) {
        int[] shape = perToken ? rows() : flat ? new int[] {labels} : new int[] {batch, labels};
        int result = legacy ? dense(graph, answer, shape) : answer;
        int named = graph.tensor(output, TensorType.FLOAT32, shape);
        return switch (activation) {
            case BuiltinOperator.SOFTMAX ->
                inside
                        ? named(graph, named, softmax(graph, graph.tensor("", TensorType.FLOAT32, shape), result))
                        : softmax(graph, named, result);
            case BuiltinOperator.LOGISTIC -> graph.operator(BuiltinOperator.LOGISTIC, (byte) 0, fb -> 0, named, result);
            default -> named(graph, named, result);
        };
    }

    private static int softmax(GraphWriter graph, int shares, int logits) {
        return graph.operator(
                BuiltinOperator.SOFTMAX,
                BuiltinOptions.SoftmaxOptions,
                fb -> SoftmaxOptions.createSoftmaxOptions(fb, 1),
                shares,
                logits);
    }

    /// Adding nothing gives an output its name.
    private static int named(GraphWriter graph, int named, int result) {
        return graph.operator(BuiltinOperator.ADD, (byte) 0, fb -> 0, named, result, graph.floats(new int[] {1}, 0));
    }

    private int dense(GraphWriter graph, int answer, int[] shape) {
        byte[] identity = new byte[labels * labels];
        for (int i = 0; i < labels; i++) {
            identity[i * labels + i] = 1;
        }
        return graph.operator(
                BuiltinOperator.FULLY_CONNECTED,
                BuiltinOptions.FullyConnectedOptions,
                fb -> FullyConnectedOptions.createFullyConnectedOptions(fb, (byte) 0, (byte) 0, false, false),
                graph.tensor("", TensorType.FLOAT32, shape),
                answer,
                graph.weights(TensorType.UINT8, identity, 1, labels, labels));
    }

    /// An archive at the end of the model, which is how metadata carry files.
    private byte[] withFiles(byte[] model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            out.write(model);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(stored(file.getKey(), file.getValue()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// As the tools write them: not compressed.
    private static ZipEntry stored(String name, byte[] content) {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        return entry;
    }
}
