// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Which two characters compose to one (Unicode Standard, D114): the decompositions of [UnicodeTable] the other way
/// round. Which of them are excluded is taken from the JDK; Unicode never changes that.
final class Compositions {

    private static final int L_FIRST = 0x1100;
    private static final int V_FIRST = 0x1161;
    private static final int T_BASE = 0x11A7;
    private static final int L_COUNT = 19;
    private static final int V_COUNT = 21;
    private static final int T_COUNT = 28;

    private Compositions() {}

    /// The primary composite of the two, or -1.
    static int compose(int first, int second) {
        if (first >= L_FIRST && first < L_FIRST + L_COUNT && second >= V_FIRST && second < V_FIRST + V_COUNT) {
            return UnicodeTable.HANGUL_FIRST + ((first - L_FIRST) * V_COUNT + second - V_FIRST) * T_COUNT;
        }
        boolean syllable = first >= UnicodeTable.HANGUL_FIRST && first <= UnicodeTable.HANGUL_LAST;
        if (syllable && second > T_BASE && second < T_BASE + T_COUNT) {
            return (first - UnicodeTable.HANGUL_FIRST) % T_COUNT == 0 ? first + second - T_BASE : -1;
        }
        return Loaded.PAIRS.getOrDefault(key(first, second), -1);
    }

    private static long key(int first, int second) {
        return ((long) first << Integer.SIZE) | second;
    }

    private static final class Loaded {
        static final Map<Long, Integer> PAIRS = pairs(UnicodeTable.ofReference());

        private static Map<Long, Integer> pairs(UnicodeTable unicode) {
            var pairs = new HashMap<Long, Integer>();
            int[] parts = new int[UnicodeTable.MAX_DECOMPOSITION];
            for (int character : unicode.decomposing()) {
                String composite = Character.toString(character);
                if (Normalizer.normalize(composite, Normalizer.Form.NFC).equals(composite)) {
                    int count = unicode.decompose(character, parts);
                    pairs.put(key(composed(Arrays.copyOf(parts, count - 1)), parts[count - 1]), character);
                }
            }
            return pairs;
        }

        private static int composed(int[] parts) {
            String text = new String(parts, 0, parts.length);
            return Normalizer.normalize(text, Normalizer.Form.NFC).codePointAt(0);
        }
    }
}
