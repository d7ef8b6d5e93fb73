// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.inference.wrap.Findings;
import io.edgewise.testkit.checkpoint.Gguf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes and numbers are those of the Python package `gguf` 0.19.0: two rows of 64 random numbers, quantised by
/// it and de-quantised again.
class GgufTypesTest {
    private static final List<Integer> SHAPE = List.of(2, 64);

    private static final String Q4_0 =
            "0935487927452775489c86760a698885386a00b4bc0b54db88649a5888582db873ae75d8fa3966779c8d"
                    + "73458b60d6b88dbb77c787aebcbacd878ecf79bb57708baa87f6c979f556";

    private static final String Q4_1 =
            "1d3409c15a8b295638965abfa8970c8baaa64a8c913330be42f3ab13769a64966797d1477c507a27a039"
                    + "fac57678ac8d83458b70d7b88ebb77d787bfff3a63c6437872408644b88f8455780937970aa9";

    private static final String Q8_0 =
            "1325000ff2d3e9ce0344e7e1191205d1ff23bce9a0bfa3f4c00e08f781e5fe06b3e80824c2cd43cdfe38"
                    + "dbf90704b205569e3708d77f30b40525f42bfc2a5bd50de308b5062adbf33949accd2981e2fa502cebe9"
                    + "f061e5ed16f8f3b9ffe44a2afe2bea430025ca2ab714a08defcd097fd1dd0c1cf6f4281dc6fc02c40fcf"
                    + "370b05dff98fc0158830";

    @TempDir
    Path folder;

    private GgufFile open(Gguf gguf) {
        return GgufFile.open(gguf.write(folder.resolve("model.gguf")));
    }

    private static Weights weights(GgufFile file, String name) {
        return file.weights(Objects.requireNonNull(file.tensors().get(name), name));
    }

    private static float[] row(Weights weights, int row) {
        float[] target = new float[weights.columns()];
        weights.row(row, target);
        return target;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void typesOfTrainingAreRead() {
        Gguf gguf = new Gguf()
                .floats("a", List.of(4), 1f, -2f, 0.1f, 4f)
                .tensor("b", Gguf.F16, List.of(4), hex("0a15c83463b420bb"))
                .tensor("c", Gguf.BF16, List.of(4), hex("a13a993e8cbe64bf"));

        try (GgufFile file = open(gguf)) {
            assertThat(row(weights(file, "a"), 0)).containsExactly(1f, -2f, 0.1f, 4f);
            assertThat(row(weights(file, "b"), 0))
                    .containsExactly(0.0012302399f, 0.29882812f, -0.27416992f, -0.890625f);
            assertThat(row(weights(file, "c"), 0)).containsExactly(0.0012283325f, 0.29882812f, -0.2734375f, -0.890625f);
        }
    }

    /// The digests are of all 128 numbers.
    @ParameterizedTest
    @CsvSource({
        "2, ca4abdee8c8851e44b90bcefff67fa8c4488798f114524c0f3350006cbc87546",
        "3, 2b79d6e39b7b1f65d58fdc8e9151cdb973b5c18486baf0fa613d1af3663d9c83",
        "8, 4f8fd9d07a3cdabfc24c8e1ac4440e19afe87bc45d827fd74ab702c8130c6ba2"
    })
    void blocksAreDequantisedExactly(int type, String digest) throws NoSuchAlgorithmException {
        String bytes = type == Gguf.Q4_0 ? Q4_0 : type == Gguf.Q4_1 ? Q4_1 : Q8_0;

        try (GgufFile file = open(new Gguf().tensor("a", type, SHAPE, hex(bytes)))) {
            Weights weights = weights(file, "a");
            ByteBuffer numbers = ByteBuffer.allocate(128 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int row : new int[] {0, 1}) {
                for (float number : row(weights, row)) {
                    numbers.putFloat(number + 0f); // -0 and 0 are one number
                }
            }

            byte[] sum = MessageDigest.getInstance("SHA-256").digest(numbers.array());
            assertThat(HexFormat.of().formatHex(sum)).isEqualTo(digest);
        }
    }

    @Test
    void aFewOfTheNumbersInPlain() {
        Gguf gguf = new Gguf()
                .tensor("a", Gguf.Q4_0, SHAPE, hex(Q4_0))
                .tensor("b", Gguf.Q4_1, SHAPE, hex(Q4_1))
                .tensor("c", Gguf.Q8_0, SHAPE, hex(Q8_0));

        try (GgufFile file = open(gguf)) {
            assertThat(row(weights(file, "a"), 0))
                    .startsWith(0f, 0.31469727f)
                    .contains(-1.2587891f)
                    .endsWith(-1.25f);
            assertThat(row(weights(file, "b"), 0)).startsWith(0.053222656f, 0.31030273f);
            assertThat(row(weights(file, "c"), 1)).startsWith(-1.7411499f).endsWith(2.5458984f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Gguf.Q4_0, Gguf.Q4_1})
    void blocksOfFourBitsCanBeHadAsTheyAre(int type) {
        String bytes = type == Gguf.Q4_0 ? Q4_0 : Q4_1;

        try (GgufFile file = open(new Gguf().tensor("a", type, SHAPE, hex(bytes)))) {
            BlockWeights weights = (BlockWeights) weights(file, "a");
            float[] scales = new float[2];
            float[] minimums = new float[2];
            byte[] quants = new byte[64];
            float[] again = new float[64];
            weights.blocks(1, scales, minimums, quants);
            for (int i = 0; i < 64; i++) {
                again[i] = scales[i / 32] * quants[i] + minimums[i / 32];
            }

            assertThat(weights.blocksPerRow()).isEqualTo(2);
            assertThat(again).containsExactly(row(weights, 1), within(1e-6f));
            assertThat(scales[0]).isNotNegative();
            assertThat(scales[1]).isNotNegative();
            for (byte quant : quants) {
                assertThat(quant).isBetween((byte) 0, (byte) 15);
            }
        }
    }

    @Test
    void aScaleThatIsNoNumberIsRefused() {
        byte[] bytes = hex(Q4_0);
        bytes[37] = 0x7f;

        try (GgufFile file = open(new Gguf().tensor("a", Gguf.Q4_0, SHAPE, bytes))) {
            BlockWeights weights = (BlockWeights) weights(file, "a");
            assertThatThrownBy(() -> row(weights, 1))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("in row 1 of the tensor a");
            assertThatThrownBy(() -> weights.blocks(1, new float[2], new float[2], new byte[64]))
                    .isInstanceOf(CheckpointException.class);
        }
    }

    @Test
    void otherTypesAreRefusedByTheirNames() {
        Findings findings = new Findings();
        Gguf gguf = new Gguf().tensor("a", Gguf.Q6_K, List.of(1, 256), new byte[210]);

        try (Checkpoint checkpoint = Checkpoint.of(open(gguf), folder, findings)) {
            assertThat(checkpoint.require("a", 1, 256)).isEmpty();
            assertThat(findings.problems())
                    .singleElement()
                    .asString()
                    .startsWith("tensor a has elements of type Q6_K, read are [F32, F16, BF16, Q8_0, Q4_0, Q4_1]: take")
                    .contains("named after F16, BF16 or Q8_0");
        }
    }

    @Test
    void anotherShapeIsSaidToBeTheMetadatas() {
        Findings findings = new Findings();

        try (Checkpoint checkpoint = Checkpoint.of(open(new Gguf().floats("a", List.of(1), 1)), folder, findings)) {
            assertThat(checkpoint.require("a", 2)).isEmpty();
            assertThat(findings.problems()).containsExactly("tensor a is [1], by its metadata it is [2]");
        }
    }
}
