// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.task.Classification;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what is wrong with example sentences by class. Confined to one thread.
public final class ExampleCheck {
    /// One is compared with the others of its class.
    private static final int LEAST = 2;
    /// Each is read at every start.
    private static final int MOST = 10_000;
    /// A sentence fits a window; of a long text the vector is a mean, which is like nothing.
    private static final int LONGEST = 400;
    /// Of a sentence, in a sentence about it.
    private static final int SHOWN = 40;

    private final Map<String, String> problems = new LinkedHashMap<>();
    private final Map<String, String> classOf = new HashMap<>();

    private ExampleCheck() {}

    /// Why a bundle can't tell classes by examples; empty when it can.
    public static Optional<String> unsuited(BundleDescriptor bundle) {
        return bundle.heads().stream().anyMatch(Head.Vector.class::isInstance)
                ? Optional.empty()
                : Optional.of(bundle.id() + " gives no vector to compare examples by (no head of kind vector): take the"
                        + " extraction bundle that ships, an embedding model (docs/models.md), or leave examples out");
    }

    /// Sentences by place, which is the end of a path.
    public static Map<String, String> problems(Map<String, List<String>> classes) {
        ExampleCheck check = new ExampleCheck();
        if (classes.size() < LEAST) {
            check.problems.put(
                    "",
                    classes.isEmpty()
                            ? "there are no classes: name at least two, each with example sentences"
                            : "there is one class, and nothing to tell it from: give at least two; what fits neither"
                                    + " is none");
        }
        int all = classes.values().stream().mapToInt(List::size).sum();
        if (all > MOST) {
            check.problems.put("", "there are " + all + ", at most " + MOST + ": all are read at every start");
        }
        classes.forEach(check::ofClass);
        return check.problems;
    }

    private void ofClass(String name, List<String> examples) {
        if (name.isBlank() || name.equals(Classification.NONE)) {
            problems.put(
                    "." + name, "is no name of a class: results say " + Classification.NONE + " where no class fits");
        }
        if (examples.size() < LEAST) {
            problems.put(
                    "." + name,
                    "has " + (examples.isEmpty() ? "no example" : "one example") + "; give at least " + LEAST
                            + ", better ten");
        }
        for (int i = 0; i < examples.size(); i++) {
            sentence(name, examples.get(i), "." + name + "[" + i + "]");
        }
    }

    private void sentence(String name, String example, String place) {
        int length = example.codePointCount(0, example.length());
        if (example.isBlank()) {
            problems.put(place, "is empty");
        } else if (length > LONGEST) {
            problems.put(
                    place,
                    "\"" + start(example) + "\" has " + length + " characters, an example has at most " + LONGEST
                            + ": give a sentence as people send it, and several in place of a long one");
        } else {
            String before = classOf.putIfAbsent(example.strip(), name);
            if (before != null) {
                problems.put(
                        place,
                        "\"" + start(example) + "\" stands twice"
                                + (before.equals(name) ? "" : ", in " + before + " and in " + name));
            }
        }
    }

    private static String start(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
    }
}
