// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.nio.ByteBuffer;

/// The element types in which models are trained.
enum ElementType {
    F32(Float.BYTES) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            block.slice(at, target.length * Float.BYTES)
                    .order(block.order())
                    .asFloatBuffer()
                    .get(target);
        }
    },
    F16(Short.BYTES) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = Float.float16ToFloat(block.getShort(at + i * Short.BYTES));
            }
        }
    },
    /// The upper half of a float.
    BF16(Short.BYTES) {
        @Override
        void read(ByteBuffer block, int at, float[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = Float.intBitsToFloat(block.getShort(at + i * Short.BYTES) << Short.SIZE);
            }
        }
    };

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /// Fills `target` from byte `at` on.
    abstract void read(ByteBuffer block, int at, float[] target);
}
