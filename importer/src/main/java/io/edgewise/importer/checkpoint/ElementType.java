// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The element types that are read: those in which models are trained, and three of llama.cpp's, which give a
/// block of 32 elements of a row a scale.
///
/// Source: `ggml-common.h` and the de-quantisation of ggml-org/llama.cpp, `block_q8_0`, `block_q4_0`,
/// `block_q4_1`.
enum ElementType {
    F32(1, Float.BYTES) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            block.slice(at, target.length * Float.BYTES)
                    .order(block.order())
                    .asFloatBuffer()
                    .get(target);
        }
    },
    F16(1, Short.BYTES) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = half(block, at + i * Short.BYTES);
            }
        }
    },
    /// The upper half of a float.
    BF16(1, Short.BYTES) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = Float.intBitsToFloat(block.getShort(at + i * Short.BYTES) << Short.SIZE);
            }
        }
    },
    /// A scale and 32 signed bytes.
    Q8_0(BlockWeights.BLOCK, Short.BYTES + BlockWeights.BLOCK) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            for (int first = 0, start = at; first < target.length; first += BlockWeights.BLOCK, start += blockBytes()) {
                float scale = half(block, start);
                for (int i = 0; i < BlockWeights.BLOCK; i++) {
                    target[first + i] = scale * block.get(start + Short.BYTES + i);
                }
            }
        }
    },
    /// A scale and 32 half-bytes, of which 8 stands for 0.
    Q4_0(BlockWeights.BLOCK, Short.BYTES + BlockWeights.BLOCK / 2) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            halfBytes(block, at, target);
        }

        @Override
        float minimum(ByteBuffer block, int start) {
            return -ZERO * half(block, start);
        }
    },
    /// A scale, what 0 stands for, and 32 half-bytes.
    Q4_1(BlockWeights.BLOCK, 2 * Short.BYTES + BlockWeights.BLOCK / 2) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            halfBytes(block, at, target);
        }

        @Override
        float minimum(ByteBuffer block, int start) {
            return half(block, start + Short.BYTES);
        }
    };

    /// Those in which models are trained.
    static final List<ElementType> TRAINED = List.of(F32, F16, BF16);

    /// Those whose blocks a graph can take over.
    static final List<ElementType> FOUR_BITS = List.of(Q4_0, Q4_1);

    private static final int ZERO = 8;

    private final int blockSize;
    private final int blockBytes;

    ElementType(int blockSize, int blockBytes) {
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
    }

    /// The type with this name, if it is read.
    static Optional<ElementType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /// Bytes of a block.
    int blockBytes() {
        return blockBytes;
    }

    /// Bytes of so many elements, which fill their blocks.
    long bytes(long elements) {
        return elements / blockSize * blockBytes;
    }

    /// Fills `target` from byte `at` on.
    abstract void read(ByteBuffer block, int at, float[] target);

    void halfBytes(ByteBuffer block, int at, float[] target) {
        for (int first = 0, start = at; first < target.length; first += BlockWeights.BLOCK, start += blockBytes) {
            float scale = half(block, start);
            float minimum = minimum(block, start);
            for (int i = 0; i < BlockWeights.BLOCK; i++) {
                target[first + i] = scale * quant(block, start, i) + minimum;
            }
        }
    }

    /// What the quant 0 stands for in the block at `start`, of a type of [#FOUR_BITS].
    float minimum(ByteBuffer block, int start) {
        throw new IllegalStateException(this + " has no half-bytes at " + start + " of " + block);
    }

    /// The quant of an element of the block at `start`, of a type of [#FOUR_BITS]: the lower half-bytes are
    /// those of the first half of the block.
    int quant(ByteBuffer block, int start, int element) {
        int half = BlockWeights.BLOCK / 2;
        int pair = block.get(start + blockBytes - half + element % half);
        return (element < half ? pair : pair >> 4) & 0xf;
    }

    static float half(ByteBuffer block, int at) {
        return Float.float16ToFloat(block.getShort(at));
    }
}
