// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// A document with one key of every kind, as a reader of ours reads one.
record Sample(
        String name,
        Duration every,
        Optional<Integer> limit,
        int port,
        double share,
        boolean loud,
        Mode mode,
        List<String> tags,
        Part part,
        List<Part> parts,
        Map<String, Part> named,
        Map<String, Integer> pairs,
        Map<String, List<Integer>> lists,
        OptionalDouble factor,
        Optional<Part> spare) {

    enum Mode {
        DAY_FIRST,
        MONTH_FIRST
    }

    record Part(String label, int weight) {
        static Part read(Section s) {
            return new Part(
                    s.text("label", "left", "what it is called"), s.integer("weight", 1, 0, 100, "how heavy it is"));
        }

        static Part readOptional(Section s) {
            return new Part(s.optional("label", "none", t -> t, "name"), s.integer("weight", 1, 0, 100, "heavy"));
        }
    }

    static Sample read(Section s) {
        return new Sample(
                s.required("name", "pump", Sample::lowerCase, "a name in lower case"),
                s.optional("every", "2s", Numbers::duration, "how often"),
                s.maybe("limit", "5", Integer::parseInt, "at most as many"),
                s.integer("port", 8080, 1, 65_535, "where to listen"),
                s.number("share", 0.5, 0, 1, "a part of all"),
                s.flag("loud", false, "whether to shout"),
                s.choice("mode", Mode.DAY_FIRST, Mode.class, "how dates are written"),
                s.list("tags", "red", Sample::lowerCase, "what it is like"),
                s.section("part", Part::readOptional, "one part"),
                s.sections("parts", Part::read, "more parts"),
                s.named("named", Part::read, "parts with names"),
                s.pairs("pairs", "7", Integer::parseInt, "numbers with names"),
                s.lists("lists", "7", Integer::parseInt, Sample::file, "lists of numbers with names"),
                s.maybeNumber("factor", 1.5, 1, 2, "how much more"),
                s.maybeSection("spare", Part::read, "one more part"));
    }

    private static Map<String, List<Integer>> file(String name) {
        if (!name.equals("numbers.txt")) {
            throw new IllegalArgumentException(name + " is not there");
        }
        return Map.of("file", List.of(1));
    }

    private static String lowerCase(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            throw new IllegalArgumentException("expected letters a to z, got \"" + text + "\"");
        }
        return text;
    }
}
