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
import java.util.function.ToIntFunction;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorMap;
import org.tensorflow.lite.schema.TensorType;

/// A `.tflite` file of one graph with one signature, that grows in memory and is then written. The same calls make
/// the same bytes. Confined to one use by one thread.
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

    private record Code(int builtin, int version) {}

    private record Named(String name, int tensor) {}

    private final FlatBufferBuilder fb;
    private final List<Integer> buffers = new ArrayList<>();
    private final List<Integer> tensors = new ArrayList<>();
    private final List<Integer> operators = new ArrayList<>();
    private final Map<Code, Integer> codes = new LinkedHashMap<>();
    private final List<Named> inputs = new ArrayList<>();
    private final List<Named> outputs = new ArrayList<>();

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
        return tensor(name, type, 0, new float[0], shape);
    }

    /// A quantised tensor that the graph fills.
    int tensor(String name, byte type, float scale, int... shape) {
        return tensor(name, type, 0, new float[] {scale}, shape);
    }

    /// Weights.
    ///
    /// @param scales one of all, one for each row, or none
    /// @param fill puts the elements into a buffer of exactly their size, in the machine's order of bytes (little
    /// endian)
    int weights(String name, byte type, int bytes, float[] scales, Consumer<ByteBuffer> fill, int... shape) {
        fill.accept(fb.createUnintializedVector(1, bytes, ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN));
        buffers.add(Buffer.createBuffer(fb, fb.endVector()));
        return tensor(name, type, buffers.size() - 1, scales, shape);
    }

    /// Sizes and axes.
    int ints(int... values) {
        return weights(
                "",
                TensorType.INT32,
                values.length * Integer.BYTES,
                new float[0],
                b -> b.asIntBuffer().put(values),
                values.length);
    }

    private int tensor(String name, byte type, int buffer, float[] scales, int... shape) {
        boolean open = Arrays.stream(shape).anyMatch(dimension -> dimension < 0);
        int dimensions = Tensor.createShapeVector(
                fb, Arrays.stream(shape).map(d -> Math.max(d, 1)).toArray());
        int signature = open ? Tensor.createShapeSignatureVector(fb, shape) : 0;
        int label = fb.createString(name);
        int quantization = scales.length == 0 ? 0 : quantization(scales);
        Tensor.startTensor(fb);
        Tensor.addShape(fb, dimensions);
        Tensor.addType(fb, type);
        Tensor.addBuffer(fb, buffer);
        Tensor.addName(fb, label);
        if (quantization != 0) {
            Tensor.addQuantization(fb, quantization);
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

    /// @param optionsType of the schema's union `BuiltinOptions`, 0 for none
    /// @return the output
    int operator(
            int builtin,
            int version,
            byte optionsType,
            ToIntFunction<FlatBufferBuilder> options,
            int output,
            int... operands) {
        int code = codes.computeIfAbsent(new Code(builtin, version), c -> codes.size());
        int option = optionsType == 0 ? 0 : options.applyAsInt(fb);
        int in = Operator.createInputsVector(fb, operands);
        int out = Operator.createOutputsVector(fb, new int[] {output});
        Operator.startOperator(fb);
        Operator.addOpcodeIndex(fb, code);
        Operator.addInputs(fb, in);
        Operator.addOutputs(fb, out);
        if (optionsType != 0) {
            Operator.addBuiltinOptionsType(fb, optionsType);
            Operator.addBuiltinOptions(fb, option);
        }
        operators.add(Operator.endOperator(fb));
        return output;
    }

    void input(String name, int tensor) {
        inputs.add(new Named(name, tensor));
    }

    void output(String name, int tensor) {
        outputs.add(new Named(name, tensor));
    }

    /// Writes the file.
    ///
    /// @param signature its key
    void write(Path file, String signature, String description) throws IOException {
        int graphs = Model.createSubgraphsVector(fb, new int[] {graph(signature)});
        int code = Model.createOperatorCodesVector(fb, codes());
        int all = Model.createBuffersVector(fb, array(buffers));
        int signatures = Model.createSignatureDefsVector(fb, new int[] {signature(signature)});
        int said = fb.createString(description);
        Model.startModel(fb);
        Model.addVersion(fb, SCHEMA_VERSION);
        Model.addOperatorCodes(fb, code);
        Model.addSubgraphs(fb, graphs);
        Model.addDescription(fb, said);
        Model.addBuffers(fb, all);
        Model.addSignatureDefs(fb, signatures);
        Model.finishModelBuffer(fb, Model.endModel(fb));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = fb.dataBuffer();
            int end = bytes.limit();
            while (bytes.position() < end) {
                // The channel copies what it is given to memory outside of the heap.
                bytes.limit(Math.min(end, bytes.position() + BLOCK));
                channel.write(bytes);
            }
        }
    }

    private int graph(String signature) {
        int all = SubGraph.createTensorsVector(fb, array(tensors));
        int in = SubGraph.createInputsVector(fb, tensors(inputs));
        int out = SubGraph.createOutputsVector(fb, tensors(outputs));
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

    private int signature(String key) {
        int in = SignatureDef.createInputsVector(fb, maps(inputs));
        int out = SignatureDef.createOutputsVector(fb, maps(outputs));
        int label = fb.createString(key);
        SignatureDef.startSignatureDef(fb);
        SignatureDef.addInputs(fb, in);
        SignatureDef.addOutputs(fb, out);
        SignatureDef.addSignatureKey(fb, label);
        return SignatureDef.endSignatureDef(fb);
    }

    private int[] maps(List<Named> named) {
        return named.stream()
                .mapToInt(n -> TensorMap.createTensorMap(fb, fb.createString(n.name()), n.tensor()))
                .toArray();
    }

    private static int[] tensors(List<Named> named) {
        return named.stream().mapToInt(Named::tensor).toArray();
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Objects::requireNonNull).toArray();
    }
}
