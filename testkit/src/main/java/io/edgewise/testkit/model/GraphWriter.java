// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.model;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SignatureDef;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorMap;

/// Puts a graph together, or several with a signature each, and writes the file, with the schema classes of TensorFlow
/// Lite's own
/// tools. Confined to one use.
final class GraphWriter {
    /// Where weights must begin: kernels read them in place.
    private static final int ALIGNMENT = 16;

    private static final int CUSTOM = 32;
    private static final int LAST_NARROW_CODE = 127;

    private record Code(int builtin, int version, String custom) {}

    /// A tensor of the graph, under its name in a signature.
    private record Named(String name, int tensor) {}

    private final FlatBufferBuilder fb = new FlatBufferBuilder(1 << 12);
    private final List<Integer> buffers = new ArrayList<>();
    private final List<Integer> tensors = new ArrayList<>();
    private final List<Integer> operators = new ArrayList<>();
    private final Map<Code, Integer> codes = new LinkedHashMap<>();
    private final List<Named> inputs = new ArrayList<>();
    private final List<Named> outputs = new ArrayList<>();
    private final List<Integer> graphs = new ArrayList<>();
    private final List<Integer> signatures = new ArrayList<>();

    GraphWriter() {
        buffers.add(buffer(new byte[0]));
    }

    private int buffer(byte[] content) {
        if (content.length == 0) {
            Buffer.startBuffer(fb);
            return Buffer.endBuffer(fb);
        }
        ByteBuffer target = fb.createUnintializedVector(1, content.length, ALIGNMENT);
        target.put(content);
        int data = fb.endVector();
        return Buffer.createBuffer(fb, data);
    }

    /// A tensor that the graph fills.
    ///
    /// @param type of the schema's `TensorType`
    /// @param shape -1 for a dimension that may change
    int tensor(String name, byte type, int... shape) {
        return tensor(name, type, 0, 0, shape);
    }

    /// Weights.
    int floats(int[] shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return weights(org.tensorflow.lite.schema.TensorType.FLOAT32, bytes.array(), 0, shape);
    }

    /// Sizes and axes.
    int ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return weights(org.tensorflow.lite.schema.TensorType.INT32, bytes.array(), 0, values.length);
    }

    /// Weights of any type.
    ///
    /// @param scale of the quantisation, 0 for none
    int weights(byte type, byte[] content, float scale, int... shape) {
        buffers.add(buffer(content));
        return tensor("", type, buffers.size() - 1, scale, shape);
    }

    private int tensor(String name, byte type, int buffer, float scale, int... shape) {
        boolean open = java.util.Arrays.stream(shape).anyMatch(dimension -> dimension < 0);
        int[] closed = java.util.Arrays.stream(shape).map(d -> Math.max(d, 1)).toArray();
        int dimensions = Tensor.createShapeVector(fb, closed);
        int signature = open ? Tensor.createShapeSignatureVector(fb, shape) : 0;
        int label = fb.createString(name);
        int quantization = scale == 0 ? 0 : quantization(scale);
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

    private int quantization(float scale) {
        int scales = QuantizationParameters.createScaleVector(fb, new float[] {scale});
        int zeros = QuantizationParameters.createZeroPointVector(fb, new long[] {0});
        QuantizationParameters.startQuantizationParameters(fb);
        QuantizationParameters.addScale(fb, scales);
        QuantizationParameters.addZeroPoint(fb, zeros);
        return QuantizationParameters.endQuantizationParameters(fb);
    }

    /// @param optionsType of the schema's union `BuiltinOptions`
    /// @return the output
    int operator(int builtin, byte optionsType, ToIntFunction<FlatBufferBuilder> options, int output, int... operands) {
        return operator(new Code(builtin, 1, ""), optionsType, options.applyAsInt(fb), output, operands);
    }

    /// An operator that TensorFlow Lite does not have.
    int custom(String name, int output, int... operands) {
        return operator(new Code(CUSTOM, 1, name), (byte) 0, 0, output, operands);
    }

    private int operator(Code code, byte optionsType, int options, int output, int... operands) {
        int index = codes.computeIfAbsent(code, c -> codes.size());
        int in = Operator.createInputsVector(fb, operands);
        int out = Operator.createOutputsVector(fb, new int[] {output});
        Operator.startOperator(fb);
        Operator.addOpcodeIndex(fb, index);
        Operator.addInputs(fb, in);
        Operator.addOutputs(fb, out);
        if (optionsType != 0) {
            Operator.addBuiltinOptionsType(fb, optionsType);
            Operator.addBuiltinOptions(fb, options);
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

    /// Ends a graph; what is added from now on belongs to the next.
    ///
    /// @param signature its key, or an empty text for a graph without
    void end(String signature) {
        graphs.add(graph());
        if (!signature.isEmpty()) {
            signatures.add(signature(signature, graphs.size() - 1));
        }
        List.of(tensors, operators, inputs, outputs).forEach(List::clear);
    }

    /// Ends the last graph and writes the file.
    ///
    /// @param signature its key, or an empty text for a model without signatures
    /// @param metadata the content of `TFLITE_METADATA`, may be empty
    byte[] file(String signature, byte[] metadata) {
        int entry = metadata.length == 0 ? 0 : metadata(metadata);
        end(signature);
        int subgraphs = Model.createSubgraphsVector(fb, array(graphs));
        int code = Model.createOperatorCodesVector(fb, array(codes()));
        int all = Model.createBuffersVector(fb, array(buffers));
        int keys = signatures.isEmpty() ? 0 : Model.createSignatureDefsVector(fb, array(signatures));
        int description = fb.createString("written by a test");
        Model.startModel(fb);
        Model.addVersion(fb, 3);
        Model.addOperatorCodes(fb, code);
        Model.addSubgraphs(fb, subgraphs);
        Model.addDescription(fb, description);
        Model.addBuffers(fb, all);
        if (entry != 0) {
            Model.addMetadata(fb, entry);
        }
        if (keys != 0) {
            Model.addSignatureDefs(fb, keys);
        }
        Model.finishModelBuffer(fb, Model.endModel(fb));
        return fb.sizedByteArray();
    }

    private int metadata(byte[] content) {
        buffers.add(buffer(content));
        int name = fb.createString("TFLITE_METADATA");
        return Model.createMetadataVector(fb, new int[] {Metadata.createMetadata(fb, name, buffers.size() - 1L)});
    }

    private int graph() {
        int all = SubGraph.createTensorsVector(fb, array(tensors));
        int in = SubGraph.createInputsVector(fb, tensors(inputs));
        int out = SubGraph.createOutputsVector(fb, tensors(outputs));
        int nodes = SubGraph.createOperatorsVector(fb, array(operators));
        int name = fb.createString("main");
        SubGraph.startSubGraph(fb);
        SubGraph.addTensors(fb, all);
        SubGraph.addInputs(fb, in);
        SubGraph.addOutputs(fb, out);
        SubGraph.addOperators(fb, nodes);
        SubGraph.addName(fb, name);
        return SubGraph.endSubGraph(fb);
    }

    private List<Integer> codes() {
        List<Integer> written = new ArrayList<>();
        for (Code code : codes.keySet()) {
            int custom = code.custom().isEmpty() ? 0 : fb.createString(code.custom());
            OperatorCode.startOperatorCode(fb);
            OperatorCode.addDeprecatedBuiltinCode(fb, (byte) Math.min(code.builtin(), LAST_NARROW_CODE));
            OperatorCode.addVersion(fb, code.version());
            OperatorCode.addBuiltinCode(fb, code.builtin());
            if (custom != 0) {
                OperatorCode.addCustomCode(fb, custom);
            }
            written.add(OperatorCode.endOperatorCode(fb));
        }
        return written;
    }

    private int signature(String key, int graph) {
        int in = SignatureDef.createInputsVector(fb, maps(inputs));
        int out = SignatureDef.createOutputsVector(fb, maps(outputs));
        int label = fb.createString(key);
        SignatureDef.startSignatureDef(fb);
        SignatureDef.addInputs(fb, in);
        SignatureDef.addOutputs(fb, out);
        SignatureDef.addSignatureKey(fb, label);
        SignatureDef.addSubgraphIndex(fb, graph);
        return SignatureDef.endSignatureDef(fb);
    }

    private static int[] tensors(List<Named> named) {
        return named.stream().mapToInt(Named::tensor).toArray();
    }

    private int[] maps(List<Named> named) {
        return named.stream()
                .mapToInt(n -> TensorMap.createTensorMap(fb, fb.createString(n.name()), n.tensor()))
                .toArray();
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Objects::requireNonNull).toArray();
    }
}
