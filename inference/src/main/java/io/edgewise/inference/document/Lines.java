// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.Comparator;

/// Finds the line of a value by its path, for checks that come after reading.
public final class Lines {
    private Lines() {}

    /// The line of the value at a path such as `routes[2].steps[0].model`, or, when it was left out, of the
    /// nearest block around it.
    public static int of(DocumentNode root, String path) {
        return switch (root) {
            case Scalar scalar -> scalar.line();
            case Sequence list -> ofItem(list, path);
            case Mapping block -> ofEntry(block, path);
        };
    }

    private static int ofItem(Sequence list, String path) {
        int end = path.indexOf(']');
        if (!path.startsWith("[") || end < 0) {
            return list.line();
        }
        return of(list.items().get(Integer.parseInt(path.substring(1, end))), path.substring(end + 1));
    }

    /// Names of people's own may have dots in them, so the longest key that fits is meant.
    private static int ofEntry(Mapping block, String path) {
        String rest = path.startsWith(".") ? path.substring(1) : path;
        return block.entries().entrySet().stream()
                .filter(entry -> beginsWith(rest, entry.getKey()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(entry -> of(entry.getValue(), rest.substring(entry.getKey().length())))
                .orElse(block.line());
    }

    private static boolean beginsWith(String path, String key) {
        return path.equals(key) || path.startsWith(key + ".") || path.startsWith(key + "[");
    }
}
