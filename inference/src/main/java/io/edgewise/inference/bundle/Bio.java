// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The labels of a tagger: `O` outside of any span, `B-x` where one of type x begins, `I-x` where it goes on.
public final class Bio {
    static final String OUTSIDE = "O";
    static final String BEGIN = "B-";
    static final String INSIDE = "I-";

    private Bio() {}

    /// Whether these are such labels, all of them, each once, in whatever order.
    public static boolean isBio(Collection<String> labels) {
        Set<String> expected = new HashSet<>(Set.of(OUTSIDE));
        for (String type : types(labels)) {
            expected.add(BEGIN + type);
            expected.add(INSIDE + type);
        }
        return !expected.contains(BEGIN) && expected.equals(new HashSet<>(labels));
    }

    /// The types, in the order in which they begin.
    static List<String> types(Collection<String> labels) {
        return labels.stream()
                .filter(label -> label.startsWith(BEGIN))
                .map(label -> label.substring(BEGIN.length()))
                .distinct()
                .toList();
    }
}
