// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.bundle.TinyFile;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileVerifierTest {
    private static final int STEP = 97;

    @ParameterizedTest
    @EnumSource(names = {"MODERATION_INT8", "MODERATION_FP32", "EXTRACTION_INT8"})
    void findsNothingWrongWithARightModel(TinyFile model) {
        assertThat(fault(model.bytes())).isEmpty();
    }

    @Test
    void everyTruncatedFileIsRefusedWithASentence() {
        // Given
        byte[] whole = TinyFile.EXTRACTION_INT8.bytes();

        for (int length = 0; length < whole.length; length += STEP) {
            // When
            String fault = fault(Arrays.copyOf(whole, length));

            // Then
            assertThat(fault)
                    .as("cut to %d bytes", length)
                    .matches("it is (not a TensorFlow Lite model|damaged or cut short: .* the file has " + length
                            + " bytes).*");
        }
    }

    @ParameterizedTest
    @MethodSource("noModels")
    void whatIsNoModelIsCalledSo(byte[] content) {
        assertThat(fault(content)).isEqualTo("it is not a TensorFlow Lite model (no TFL3 mark at its start)");
    }

    static Stream<byte[]> noModels() {
        byte[] otherMark = TinyFile.MODERATION_INT8.bytes();
        otherMark[4] = 'X';
        return Stream.of(new byte[0], new byte[15], new byte[4096], TinyFile.VOCABULARY.bytes(), otherMark);
    }

    @Test
    void anotherSchemaVersionIsNamed() {
        ModelPatch patch = new ModelPatch(TinyFile.MODERATION_INT8);

        assertThat(patch.number(patch.root(), 0, 4).fault())
                .isEqualTo("it has schema version 4, this library reads version 3");
    }

    @Test
    void aVectorLongerThanTheFileIsRefused() {
        ModelPatch patch = new ModelPatch(TinyFile.MODERATION_INT8);

        assertThat(patch.length(patch.subgraph(), 0, -1).fault())
                .startsWith("it is damaged or cut short: a SubGraph table points to bytes ");
    }

    @Test
    void aFieldBehindTheEndOfItsTableIsRefused() {
        // Given
        byte[] bytes = TinyFile.MODERATION_INT8.bytes();
        FlatBuffer file = new FlatBuffer(MemorySegment.ofArray(bytes));
        ModelPatch patch = new ModelPatch(TinyFile.MODERATION_INT8);
        long matrix = patch.operator(patch.operatorOf(BuiltinOperator.FULLY_CONNECTED));

        // When: the first of its options, which no table of the verifier describes, begins 60,000 bytes further on
        int option = (int) file.vtable(file.follow(file.field(matrix, 4))) + 4;
        bytes[option] = (byte) 0x60;
        bytes[option + 1] = (byte) 0xea;

        // Then
        assertThat(fault(bytes)).endsWith(" has a field behind its end, and the file has 34416 bytes");
    }

    private static String fault(byte[] content) {
        return ModelFileVerifier.fault(MemorySegment.ofArray(content));
    }

    @Nested
    class Graph {
        private final ModelPatch patch = new ModelPatch(TinyFile.MODERATION_INT8);

        @ParameterizedTest
        @MethodSource("io.edgewise.inference.tflite.ModelFileVerifierTest#numbersOfNoTensor")
        void tensorsThatDoNotExistAreRefused(int tensor) {
            assertThat(patch.element(patch.operator(0), 1, 0, tensor).fault())
                    .isEqualTo("it is damaged: subgraph 0 operator names tensor " + tensor + " of 94");
        }

        @Test
        void inputsAndOutputsOfTheGraphExist() {
            assertThat(patch.element(patch.subgraph(), 1, 0, 94).fault())
                    .isEqualTo("it is damaged: subgraph 0 input names tensor 94 of 94");
        }

        @Test
        void everyOperatorMakesSomething() {
            assertThat(patch.length(patch.operator(58), 2, 0).fault())
                    .isEqualTo("it is damaged: subgraph 0 operator 58 (FULLY_CONNECTED) has no output");
        }

        @Test
        void somethingWritesEveryOutputOfTheGraph() {
            // When: the graph ends before its last operator, which makes the output
            patch.length(patch.subgraph(), 3, 58);

            assertThat(patch.fault())
                    .isEqualTo("it is damaged: subgraph 0 output is tensor 91, into which nothing writes");
        }

        @Test
        void anOperatorDoesNotReadWhatIsMadeLater() {
            int written = patch.numbers(patch.operator(10), 2)[0];

            assertThat(patch.element(patch.operator(7), 1, 0, written).fault())
                    .isEqualTo("it is damaged: subgraph 0 operator 7 (ADD) reads tensor " + written
                            + " before anything is in it");
        }

        @Test
        void anOperatorDoesNotWriteAnInputOrWeights() {
            assertThat(patch.element(patch.operator(7), 2, 0, 0).fault())
                    .isEqualTo("it is damaged: subgraph 0 operator 7 (ADD) writes tensor 0, which is filled already");
        }

        @Test
        void anOperatorHasTheInputsThatItsKernelReads() {
            assertThat(patch.length(patch.operator(7), 1, 1).fault())
                    .isEqualTo("it is damaged: subgraph 0 operator 7 (ADD) has 1 inputs, it needs 2");
        }

        @Test
        void onlyABiasMayBeLeftOut() {
            int matrix = patch.operatorOf(BuiltinOperator.FULLY_CONNECTED);
            ModelPatch reshape = new ModelPatch(TinyFile.MODERATION_INT8);

            assertThat(patch.element(patch.operator(matrix), 1, 2, -1).fault()).isEmpty();
            assertThat(patch.element(patch.operator(matrix), 1, 1, -1).fault()).contains("names tensor -1");
            assertThat(reshape.element(reshape.operator(reshape.operatorOf(BuiltinOperator.RESHAPE)), 1, 1, -1)
                            .fault())
                    .contains("names tensor -1");
        }

        @Test
        void operatorCodesExist() {
            assertThat(patch.number(patch.operator(1), 0, 15).fault())
                    .isEqualTo("it is damaged: subgraph 0 operator 1 has operator code 15 of 15");
        }

        @Test
        void buffersExist() {
            assertThat(patch.number(patch.tensor(8), 2, 5000).fault())
                    .startsWith("it is damaged: subgraph 0 tensor 8 has buffer 5000 of ");
        }

        @Test
        void weightsAreAsLargeAsTheirShapeSays() {
            assertThat(patch.element(patch.tensor(92), 0, 1, 9).fault())
                    .isEqualTo("it is damaged: subgraph 0 tensor 92 [7, 9] does not fit its 224 bytes");
        }

        @ParameterizedTest
        @MethodSource("io.edgewise.inference.tflite.ModelFileVerifierTest#wrongDimensions")
        void weightsHaveNoAbsurdDimensions(int dimension) {
            assertThat(patch.element(patch.tensor(92), 0, 0, dimension).fault()).contains("does not fit its 224 bytes");
        }

        @Test
        void aTensorHasNoMoreDimensionsThanTheKernelsHoldOnTheStack() {
            assertThat(patch.length(patch.tensor(8), 0, 7).fault())
                    .isEqualTo("it is damaged: subgraph 0 tensor 8 has 7 dimensions, at most 6 work");
        }

        @Test
        void aModelHasASubgraph() {
            assertThat(patch.length(patch.root(), 2, 0).fault()).startsWith("it is damaged: it has 0 subgraphs");
        }

        @Test
        void aSignatureNamesEveryInputOfTheGraphOnce() {
            assertThat(patch.length(patch.signature(), 0, 3).fault())
                    .isEqualTo("it is damaged: subgraph 0 inputs are 4, its signature names 3");
        }

        @Test
        void aSignatureNamesTensorsOfTheGraph() {
            assertThat(patch.number(patch.table(patch.signature(), 0, 1), 1, 50).fault())
                    .matches("it is damaged: subgraph 0 inputs have no tensor 50, which the signature names \"\\w+\"");
        }

        @Test
        void aSignatureNamesEveryTensor() {
            long first = patch.table(patch.signature(), 0, 0);

            assertThat(patch.length(first, 0, 0).fault())
                    .isEqualTo("it is damaged: subgraph 0 inputs have the name \"\" twice in the signature, or none");
        }
    }

    static IntStream numbersOfNoTensor() {
        return IntStream.of(-1, -2, 94, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }

    static IntStream wrongDimensions() {
        return IntStream.of(-1, 0, 6, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }
}
