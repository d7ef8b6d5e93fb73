// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds what is wrong with example sentences by class.
final class ExampleCheck {
    /// One is compared with the others of its class.
    private static final int LEAST = 2;

    private ExampleCheck() {}

    /// Sentences by place, which is the end of a path.
    static Map<String, String> problems(Map<String, List<String>> classes) {
        Map<String, String> problems = new LinkedHashMap<>();
        if (classes.size() < LEAST) {
            problems.put("", "there is one class; at least " + LEAST + " are needed to tell them apart");
        }
        Map<String, String> classOf = new HashMap<>();
        classes.forEach((name, examples) -> {
            if (examples.size() < LEAST) {
                problems.put(
                        "." + name,
                        "has " + (examples.isEmpty() ? "no example" : "one example") + "; give at least " + LEAST
                                + ", better ten");
            }
            for (int i = 0; i < examples.size(); i++) {
                check(name, examples.get(i), "." + name + "[" + i + "]", classOf, problems);
            }
        });
        return problems;
    }

    private static void check(
            String name, String example, String place, Map<String, String> classOf, Map<String, String> problems) {
        if (example.isBlank()) {
            problems.put(place, "is empty");
            return;
        }
        String before = classOf.putIfAbsent(example.strip(), name);
        if (before != null) {
            problems.put(
                    place,
                    "\"" + example + "\" stands twice"
                            + (before.equals(name) ? "" : ", in " + before + " and in " + name));
        }
    }
}
