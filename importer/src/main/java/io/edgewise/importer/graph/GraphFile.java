// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/// A `.tflite` file of one graph with one signature, that grows in memory and is then written. The same calls
/// make the same bytes. Confined to one use by one thread.
///
/// Source: TensorFlow Lite's `schema.fbs`, version 3.
final class GraphFile {
    /// Where weights must begin: kernels read them in place.
    private static final int ALIGNMENT = 16;

    private static final int SCHEMA_VERSION = 3;

    /// Larger codes do not fit the field of before 2020.
    private static final int LAST_NARROW_CODE = 127;

    /// For everything but weights: 64 bytes each for a few thousand tensors and operators.
    private static final int OVERHEAD = 1 << 20;

    /// Bytes that are written at once.
    private static final int BLOCK = 1 << 20;

    /// A member of the union `QuantizationDetails` that is newer than the classes of the schema.
    private static final byte BLOCKWISE_QUANTIZATION = 2;

    private static final float[] NO_SCALES = {};

    private record Code(int builtin, int version) {}

    private final FlatBufferBuilder fb;
    private final List<Integer> buffers = new ArrayList<>();
    private final List<Integer> tensors = new ArrayList<>();
    private final List<Integer> operators = new ArrayList<>();
    private final Map<Code, Integer> codes = new LinkedHashMap<>();
    private final GraphEnds ends = new GraphEnds();

    /// @param weightBytes about as many as will come, so that the file seldom has to be copied while it grows
    GraphFile(long weightBytes) {
        fb = new FlatBufferBuilder(Math.toIntExact(weightBytes + OVERHEAD));
        Buffer.startBuffer(fb);
        buffers.add(Buffer.endBuffer(fb));
    }

    /// A tensor that the graph fills.
    ///
    /// @param type of the schema's `TensorType`
    /// @param shape -1 for a dimension that may change
    int tensor(String name, byte type, int... shape) {
        return tensor(name, type, 0, NO_SCALES, shape);
    }

    /// A quantised tensor that the graph fills.
    int tensor(String name, byte type, float scale, int... shape) {
        return tensor(name, type, 0, new float[] {scale}, shape);
    }

    /// A tensor that the graph's user fills.
    ///
    /// @param shape as it is before anybody changes it
    /// @param open the same, -1 for a dimension that may change
    int openTensor(String name, byte type, int[] shape, int[] open) {
        return tensor(name, type, 0, () -> 0, shape, open);
    }

    /// Weights.
    ///
    /// @param scales one of all, one for each row, or none
    /// @param fill puts the elements into a buffer of exactly their size, in the machine's order of bytes
    /// (little endian)
    int weights(String name, byte type, int bytes, float[] scales, Consumer<ByteBuffer> fill, int... shape) {
        fill.accept(fb.createUnintializedVector(1, bytes, ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN));
        buffers.add(Buffer.createBuffer(fb, fb.endVector()));
        return tensor(name, type, buffers.size() - 1, scales, shape);
    }

    /// Weights that lie behind the tables.
    ///
    /// @param place of their bytes in the file
    int weights(String name, byte type, Place place, float[] scales, int... shape) {
        return tensor(name, type, buffer(place), scales, shape);
    }

    /// Weights of four bits that lie behind the tables, with a scale for each block of a row.
    ///
    /// @param scales a tensor of halves, one for each block
    int blockWeights(String name, Place place, int scales, int block, int... shape) {
        return tensor(name, TensorType.INT4, buffer(place), () -> quantization(scales, block), shape, shape);
    }

    /// Where the bytes of a buffer lie in the file.
    record Place(long offset, long bytes) {}

    /// The classes of the schema know a buffer's vector only.
    private int buffer(Place place) {
        fb.startTable(3);
        fb.addLong(2, place.bytes(), 0);
        fb.addLong(1, place.offset(), 0);
        buffers.add(fb.endTable());
        return buffers.size() - 1;
    }

    /// Sizes and axes.
    int ints(int... values) {
        return weights(
                "",
                TensorType.INT32,
                values.length * Integer.BYTES,
                NO_SCALES,
                b -> b.asIntBuffer().put(values),
                values.length);
    }

    private int tensor(String name, byte type, int buffer, float[] scales, int... shape) {
        IntSupplier quantization = scales.length == 0 ? () -> 0 : () -> quantization(scales);
        int[] closed = Arrays.stream(shape).map(d -> Math.max(d, 1)).toArray();
        return tensor(name, type, buffer, quantization, closed, shape);
    }

    private int tensor(String name, byte type, int buffer, IntSupplier quantization, int[] shape, int[] open) {
        int dimensions = Tensor.createShapeVector(fb, shape);
        boolean isOpen = Arrays.stream(open).anyMatch(dimension -> dimension < 0);
        int signature = isOpen ? Tensor.createShapeSignatureVector(fb, open) : 0;
        int label = fb.createString(name);
        int quantized = quantization.getAsInt();
        Tensor.startTensor(fb);
        Tensor.addShape(fb, dimensions);
        Tensor.addType(fb, type);
        Tensor.addBuffer(fb, buffer);
        Tensor.addName(fb, label);
        if (quantized != 0) {
            Tensor.addQuantization(fb, quantized);
        }
        if (signature != 0) {
            Tensor.addShapeSignature(fb, signature);
        }
        tensors.add(Tensor.endTensor(fb));
        return tensors.size() - 1;
    }

    private int quantization(float[] scales) {
        int scale = QuantizationParameters.createScaleVector(fb, scales);
        int zeros = QuantizationParameters.createZeroPointVector(fb, new long[scales.length]);
        QuantizationParameters.startQuantizationParameters(fb);
        QuantizationParameters.addScale(fb, scale);
        QuantizationParameters.addZeroPoint(fb, zeros);
        return QuantizationParameters.endQuantizationParameters(fb);
    }

    /// The classes of the schema don't know the table `BlockwiseQuantization`.
    private int quantization(int scales, int block) {
        fb.startTable(3);
        fb.addInt(0, scales, 0);
        fb.addInt(1, -1, 0);
        fb.addInt(2, block, 0);
        int details = fb.endTable();
        QuantizationParameters.startQuantizationParameters(fb);
        QuantizationParameters.addDetailsType(fb, BLOCKWISE_QUANTIZATION);
        QuantizationParameters.addDetails(fb, details);
        return QuantizationParameters.endQuantizationParameters(fb);
    }

    void operator(Operation operation, int[] results, int... operands) {
        int code = codes.computeIfAbsent(new Code(operation.builtin(), operation.version()), c -> codes.size());
        int option = operation.options().applyAsInt(fb);
        int in = Operator.createInputsVector(fb, operands);
        int out = Operator.createOutputsVector(fb, results);
        Operator.startOperator(fb);
        Operator.addOpcodeIndex(fb, code);
        Operator.addInputs(fb, in);
        Operator.addOutputs(fb, out);
        if (operation.optionsType() != 0) {
            Operator.addBuiltinOptionsType(fb, operation.optionsType());
            Operator.addBuiltinOptions(fb, option);
        }
        operators.add(Operator.endOperator(fb));
    }

    void input(String name, int tensor) {
        ends.input(name, tensor);
    }

    void output(String name, int tensor) {
        ends.output(name, tensor);
    }

    /// Writes the file.
    ///
    /// @param signature its key
    void write(Path file, String signature, String description) throws IOException {
        ByteBuffer bytes = finish(signature, description);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(bytes, channel);
        }
    }

    /// The channel copies what it is given to memory outside of the heap.
    static void write(ByteBuffer bytes, FileChannel channel) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + BLOCK));
            channel.write(bytes);
        }
    }

    /// The bytes of the file, but for what lies behind the tables. Nothing may be added any more.
    ByteBuffer finish(String signature, String description) {
        int graphs = Model.createSubgraphsVector(fb, new int[] {graph(signature)});
        int code = Model.createOperatorCodesVector(fb, codes());
        int all = Model.createBuffersVector(fb, array(buffers));
        int signatures = Model.createSignatureDefsVector(fb, new int[] {ends.signature(fb, signature)});
        int said = fb.createString(description);
        Model.startModel(fb);
        Model.addVersion(fb, SCHEMA_VERSION);
        Model.addOperatorCodes(fb, code);
        Model.addSubgraphs(fb, graphs);
        Model.addDescription(fb, said);
        Model.addBuffers(fb, all);
        Model.addSignatureDefs(fb, signatures);
        Model.finishModelBuffer(fb, Model.endModel(fb));
        return fb.dataBuffer();
    }

    private int graph(String signature) {
        int all = SubGraph.createTensorsVector(fb, array(tensors));
        int in = SubGraph.createInputsVector(fb, ends.inputs());
        int out = SubGraph.createOutputsVector(fb, ends.outputs());
        int nodes = SubGraph.createOperatorsVector(fb, array(operators));
        int name = fb.createString(signature);
        SubGraph.startSubGraph(fb);
        SubGraph.addTensors(fb, all);
        SubGraph.addInputs(fb, in);
        SubGraph.addOutputs(fb, out);
        SubGraph.addOperators(fb, nodes);
        SubGraph.addName(fb, name);
        return SubGraph.endSubGraph(fb);
    }

    private int[] codes() {
        return codes.keySet().stream().mapToInt(this::code).toArray();
    }

    private int code(Code code) {
        OperatorCode.startOperatorCode(fb);
        OperatorCode.addDeprecatedBuiltinCode(fb, (byte) Math.min(code.builtin(), LAST_NARROW_CODE));
        OperatorCode.addVersion(fb, code.version());
        OperatorCode.addBuiltinCode(fb, code.builtin());
        return OperatorCode.endOperatorCode(fb);
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Objects::requireNonNull).toArray();
    }
}
