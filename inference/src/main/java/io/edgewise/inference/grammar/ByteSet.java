// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import java.util.BitSet;

/// Some of the 256 bytes. Immutable.
final class ByteSet {
    static final int BYTES = 256;
    static final ByteSet NONE = new ByteSet(new BitSet());

    private final BitSet members;

    ByteSet(BitSet members) {
        this.members = (BitSet) members.clone();
    }

    boolean contains(int value) {
        return members.get(value);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /// Whether any of some bytes is in it.
    boolean meets(byte[] bytes) {
        for (byte b : bytes) {
            if (members.get(b & 0xff)) {
                return true;
            }
        }
        return false;
    }
}
