// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Checks that a TFLite file whose tables lie inside the file also describes a graph: every number of a
/// tensor, buffer, operator code or subgraph is one that exists, and every operator reads only what is there
/// when it runs. TFLite checks the tables of a file but not all of this, and reads wild memory where one
/// changed byte makes an operator read its own output, or a signature name fewer tensors than its graph has.
///
/// What a kernel makes of wrong shapes is the kernel's own check. Linear in the size of the graph. Immutable;
/// one per file.
///
/// Source: TensorFlow 2.21 `compiler/mlir/lite/schema/schema.fbs` (field numbers), `core/subgraph.cc`.
final class ModelGraphVerifier {
    private static final int MODEL_OPERATOR_CODES = 1;
    private static final int MODEL_SUBGRAPHS = 2;
    private static final int MODEL_BUFFERS = 4;
    private static final int MODEL_SIGNATURES = 7;
    private static final int CODE_DEPRECATED_BUILTIN = 0;
    private static final int CODE_BUILTIN = 3;
    private static final int BUFFER_DATA = 0;
    private static final int BUFFER_OFFSET = 1;
    private static final int BUFFER_SIZE = 2;
    private static final int SUBGRAPH_TENSORS = 0;
    private static final int SUBGRAPH_INPUTS = 1;
    private static final int SUBGRAPH_OUTPUTS = 2;
    private static final int SUBGRAPH_OPERATORS = 3;
    private static final int TENSOR_SHAPE = 0;
    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_BUFFER = 2;
    private static final int TENSOR_IS_VARIABLE = 5;
    private static final int TENSOR_SPARSITY = 6;
    private static final int OPERATOR_CODE = 0;
    private static final int OPERATOR_INPUTS = 1;
    private static final int OPERATOR_OUTPUTS = 2;
    private static final int OPERATOR_INTERMEDIATES = 8;
    private static final int SIGNATURE_INPUTS = 0;
    private static final int SIGNATURE_OUTPUTS = 1;
    private static final int SIGNATURE_SUBGRAPH = 4;
    private static final int MAP_NAME = 0;
    private static final int MAP_TENSOR = 1;

    /// What TFLite's and XNNPACK's kernels keep on the stack: a larger rank is written past the end of it.
    private static final int MAX_RANK = 6;

    /// An input that an operator leaves out.
    private static final int LEFT_OUT = -1;

    private final FlatBuffer file;
    private final long model;
    private final long[] operatorCodes;
    private final long[] subgraphs;
    private final long[] buffers;

    /// Where the check has come to, for the sentence.
    private int subgraph;

    private ModelGraphVerifier(FlatBuffer file) {
        this.file = file;
        this.model = file.root();
        this.operatorCodes = file.tables(model, MODEL_OPERATOR_CODES);
        this.subgraphs = file.tables(model, MODEL_SUBGRAPHS);
        this.buffers = file.tables(model, MODEL_BUFFERS);
    }

    /// What is wrong with the graph, as the end of a sentence, or an empty text.
    static String fault(FlatBuffer file) {
        try {
            new ModelGraphVerifier(file).model();
            return "";
        } catch (NotAGraph e) {
            return "it is damaged: " + e.getMessage();
        }
    }

    private void model() {
        if (subgraphs.length == 0 || buffers.length == 0) {
            throw new NotAGraph("it has " + subgraphs.length + " subgraphs and " + buffers.length + " buffers");
        }
        for (int i = 0; i < buffers.length; i++) {
            buffer(i);
        }
        for (subgraph = 0; subgraph < subgraphs.length; subgraph++) {
            subgraph(subgraphs[subgraph]);
        }
        long[] signatures = file.tables(model, MODEL_SIGNATURES);
        for (int i = 0; i < signatures.length; i++) {
            signature(i, signatures[i]);
        }
    }

    /// A buffer may lie behind the tables, named by its place in the file; 0 and 1 mean that it doesn't.
    private void buffer(int number) {
        long offset = file.int64(buffers[number], BUFFER_OFFSET);
        long size = file.int64(buffers[number], BUFFER_SIZE);
        long most = file.bytes().byteSize();
        if (offset < 0 || size < 0 || offset > most || size > most - offset) {
            throw new NotAGraph("buffer " + number + " has " + size + " bytes from byte " + offset + " of " + most);
        }
    }

    private void subgraph(long table) {
        long[] tensors = file.tables(table, SUBGRAPH_TENSORS);
        boolean[] filled = new boolean[tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            filled[i] = isFilled(i, tensors[i]);
        }
        BlockScales scales = new BlockScales(file, tensors);
        for (int i = 0; i < tensors.length; i++) {
            String fault = scales.fault(tensors[i], filled);
            if (!fault.isEmpty()) {
                throw wrong("tensor " + i, fault);
            }
        }
        for (int input : file.int32s(table, SUBGRAPH_INPUTS)) {
            requireTensor(input, filled.length, "input");
            filled[input] = true;
        }
        long[] operators = file.tables(table, SUBGRAPH_OPERATORS);
        for (int i = 0; i < operators.length; i++) {
            operator(i, operators[i], filled);
        }
        for (int output : file.int32s(table, SUBGRAPH_OUTPUTS)) {
            requireTensor(output, filled.length, "output");
            if (!filled[output]) {
                throw wrong("output", "is tensor " + output + ", into which nothing writes");
            }
        }
    }

    /// Whether a tensor has its content before anything runs: weights, what is kept between runs, and what is
    /// empty.
    private boolean isFilled(int number, long tensor) {
        int buffer = file.int32(tensor, TENSOR_BUFFER);
        if (buffer < 0 || buffer >= buffers.length) {
            throw wrong("tensor " + number, "has buffer " + buffer + " of " + buffers.length);
        }
        int[] shape = file.int32s(tensor, TENSOR_SHAPE);
        if (shape.length > MAX_RANK) {
            throw wrong("tensor " + number, "has " + shape.length + " dimensions, at most " + MAX_RANK + " work");
        }
        long content = contentBytes(buffers[buffer]);
        if (content > 0) {
            requireSize(number, tensor, shape, content);
            requireStrings(number, tensor, shape, buffers[buffer]);
        }
        return content > 0
                || file.unsignedByte(tensor, TENSOR_IS_VARIABLE) != 0
                || Arrays.stream(shape).anyMatch(dimension -> dimension == 0);
    }

    private long contentBytes(long buffer) {
        return file.int64(buffer, BUFFER_OFFSET) > 1
                ? file.int64(buffer, BUFFER_SIZE)
                : file.length(buffer, BUFFER_DATA);
    }

    /// TFLite takes weights that are larger than their shape, and XNNPACK then writes past its own copy of
    /// them.
    private void requireSize(int number, long tensor, int[] shape, long content) {
        int elementBits = elementBits(file.unsignedByte(tensor, TENSOR_TYPE));
        if (elementBits == 0 || file.field(tensor, TENSOR_SPARSITY) != 0) {
            return;
        }
        // More elements than a byte can have need not be counted.
        long most = 2 * content + 1;
        long elements = 1;
        for (int dimension : shape) {
            elements = dimension < 0 || elements > most ? most : elements * dimension;
        }
        if (Math.ceilDiv(elements * elementBits, Byte.SIZE) != content) {
            throw wrong("tensor " + number, Arrays.toString(shape) + " does not fit its " + content + " bytes");
        }
    }

    /// Kernels follow the offsets of constant strings without a look at them.
    private void requireStrings(int number, long tensor, int[] shape, long buffer) {
        if (TensorType.ofSchema(file.unsignedByte(tensor, TENSOR_TYPE)) != TensorType.STRING) {
            return;
        }
        long strings = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
        if (!StringElements.hold(content(buffer), strings)) {
            throw wrong("tensor " + number, Arrays.toString(shape) + " does not hold " + strings + " strings");
        }
    }

    private MemorySegment content(long buffer) {
        long offset = file.int64(buffer, BUFFER_OFFSET);
        long at = offset > 1 ? offset : file.follow(file.field(buffer, BUFFER_DATA)) + Integer.BYTES;
        return file.bytes().asSlice(at, contentBytes(buffer));
    }

    /// By `TensorType` of the schema, whose numbers are not those of [TensorType]; 0 for types of no fixed
    /// size.
    private static int elementBits(int schemaType) {
        return switch (schemaType) {
            case 17 -> 4; // INT4, two in a byte
            case 3, 6, 9 -> 8; // UINT8, BOOL, INT8
            case 1, 7, 16 -> 16; // FLOAT16, INT16, UINT16
            case 0, 2, 15 -> 32; // FLOAT32, INT32, UINT32
            case 4, 8, 10, 12 -> 64; // INT64, COMPLEX64, FLOAT64, UINT64
            case 11 -> 128; // COMPLEX128
            default -> 0;
        };
    }

    private void operator(int number, long operator, boolean[] filled) {
        int index = file.int32(operator, OPERATOR_CODE);
        if (index < 0 || index >= operatorCodes.length) {
            throw wrong("operator " + number, "has operator code " + index + " of " + operatorCodes.length);
        }
        int code = builtinCode(operatorCodes[index]);
        readBy(number, code, file.int32s(operator, OPERATOR_INPUTS), filled);
        for (int intermediate : file.int32s(operator, OPERATOR_INTERMEDIATES)) {
            if (intermediate != LEFT_OUT) {
                requireTensor(intermediate, filled.length, "operator");
            }
        }
        writtenBy(number, code, file.int32s(operator, OPERATOR_OUTPUTS), filled);
    }

    /// Newer files have the code in a wider field, older ones only in the first.
    private int builtinCode(long code) {
        return Math.max((byte) file.unsignedByte(code, CODE_DEPRECATED_BUILTIN), file.int32(code, CODE_BUILTIN));
    }

    private void readBy(int number, int code, int[] inputs, boolean[] filled) {
        Optional<BuiltinOperator> known = BuiltinOperator.of(code);
        int needed = known.map(BuiltinOperator::neededInputs).orElse(0);
        if (inputs.length < needed) {
            throw wrong(operator(number, code), "has " + inputs.length + " inputs, it needs " + needed);
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == LEFT_OUT && (known.isEmpty() || known.get().mayLeaveOut(i))) {
                continue;
            }
            requireTensor(inputs[i], filled.length, "operator");
            if (!filled[inputs[i]]) {
                throw wrong(operator(number, code), "reads tensor " + inputs[i] + " before anything is in it");
            }
        }
    }

    private void writtenBy(int number, int code, int[] outputs, boolean[] filled) {
        if (outputs.length == 0 && BuiltinOperator.of(code).isPresent()) {
            throw wrong(operator(number, code), "has no output");
        }
        for (int output : outputs) {
            requireTensor(output, filled.length, "operator");
            if (filled[output]) {
                throw wrong(operator(number, code), "writes tensor " + output + ", which is filled already");
            }
            filled[output] = true;
        }
    }

    /// The C API takes the count of names from the graph and the names from the signature.
    private void signature(int number, long signature) {
        int index = file.int32(signature, SIGNATURE_SUBGRAPH);
        if (index < 0 || index >= subgraphs.length) {
            throw new NotAGraph("signature " + number + " is of subgraph " + index + " of " + subgraphs.length);
        }
        subgraph = index;
        names(file.tables(signature, SIGNATURE_INPUTS), file.int32s(subgraphs[index], SUBGRAPH_INPUTS), "inputs");
        names(file.tables(signature, SIGNATURE_OUTPUTS), file.int32s(subgraphs[index], SUBGRAPH_OUTPUTS), "outputs");
    }

    private void names(long[] maps, int[] tensors, String which) {
        if (maps.length != tensors.length) {
            throw wrong(which, "are " + tensors.length + ", its signature names " + maps.length);
        }
        Set<String> names = new HashSet<>();
        for (long map : maps) {
            String name = file.string(map, MAP_NAME);
            int tensor = file.int32(map, MAP_TENSOR);
            if (name.isEmpty() || !names.add(name)) {
                throw wrong(which, "have the name \"" + name + "\" twice in the signature, or none");
            }
            if (Arrays.stream(tensors).noneMatch(t -> t == tensor)) {
                throw wrong(which, "have no tensor " + tensor + ", which the signature names \"" + name + "\"");
            }
        }
    }

    private void requireTensor(int index, int count, String what) {
        if (index < 0 || index >= count) {
            throw wrong(what, "names tensor " + index + " of " + count);
        }
    }

    private static String operator(int number, int code) {
        return "operator " + number + " (" + BuiltinOperator.name(code) + ")";
    }

    private NotAGraph wrong(String what, String problem) {
        return new NotAGraph("subgraph " + subgraph + " " + what + " " + problem);
    }

    private static final class NotAGraph extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAGraph(String message) {
            super(message, null, false, false);
        }
    }
}
