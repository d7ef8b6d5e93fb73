// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/// Makes sets of words that can be read and changed at a glance. Immutable.
final class WordSet {
    private WordSet() {}

    /// The words of some lines, parted by single spaces.
    static Set<String> of(String... lines) {
        Set<String> words = new HashSet<>();
        for (String line : lines) {
            Collections.addAll(words, line.split(" ", -1));
        }
        return Set.copyOf(words);
    }
}
