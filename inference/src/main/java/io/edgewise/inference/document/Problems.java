// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong in one document. Confined to the thread that reads it.
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /// Notes a problem.
    public void add(String path, int line, String message) {
        found.add(new Problem(path, line, message));
    }

    /// Whether nothing is wrong.
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /// Everything found, in the order of reading.
    public List<Problem> list() {
        return List.copyOf(found);
    }
}
