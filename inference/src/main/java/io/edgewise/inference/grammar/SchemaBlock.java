// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.grammar.GrammarException.GrammarProblem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A schema's keywords, as its reader sees them. What is wrong becomes a problem, and reading goes on.
/// Confined to the thread that reads.
///
/// @param pointer where it stands
record SchemaBlock(Mapping mapping, String pointer, List<GrammarProblem> problems) {
    /// Keywords that say nothing of what a value may be (JSON Schema 2020-12, Core 8 and Validation 9).
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions",
            "deprecated",
            "readOnly",
            "writeOnly");

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    @Nullable
    DocumentNode get(String key) {
        return mapping.entries().get(key);
    }

    /// Where a keyword stands; `~` and `/` are written as RFC 6901 has them.
    String pointerTo(String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    void problem(String message) {
        problems.add(new GrammarProblem(pointer, message));
    }

    void problem(String key, String message) {
        problems.add(new GrammarProblem(pointerTo(key), message));
    }

    /// Refuses each keyword that is neither one of these nor an annotation.
    ///
    /// @param where for the sentence, as `for a string`
    void allowOnly(Set<String> known, String where) {
        for (String key : mapping.entries().keySet()) {
            if (!known.contains(key) && !ANNOTATIONS.contains(key)) {
                problem(key, "is not supported " + where + ": " + Nearest.hint(key, new TreeSet<>(known)));
            }
        }
    }

    /// A text, if it is there and is one.
    Optional<String> text(String key) {
        DocumentNode node = get(key);
        if (node instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
            return Optional.of(scalar.raw());
        }
        expected(key, node, "a text");
        return Optional.empty();
    }

    boolean flag(String key) {
        DocumentNode node = get(key);
        if (node instanceof Scalar scalar && scalar.kind() == Kind.FLAG) {
            return Boolean.parseBoolean(scalar.raw());
        }
        expected(key, node, "true or false");
        return false;
    }

    /// A list with something in it, if it is there and is one.
    List<DocumentNode> list(String key) {
        DocumentNode node = get(key);
        if (node instanceof Sequence sequence && !sequence.items().isEmpty()) {
            return sequence.items();
        }
        expected(key, node, node instanceof Sequence ? "one entry at least" : "a list");
        return List.of();
    }

    /// A whole number from 0 to `most`, if it is there and is one.
    OptionalInt count(String key, int most) {
        DocumentNode node = get(key);
        String raw = node instanceof Scalar scalar && scalar.kind() == Kind.NUMBER ? scalar.raw() : "";
        if (raw.matches("[0-9]{1,6}") && Integer.parseInt(raw) <= most) {
            return OptionalInt.of(Integer.parseInt(raw));
        }
        expected(key, node, "a whole number from 0 to " + most);
        return OptionalInt.empty();
    }

    /// A number, if it is there and is one.
    Optional<BigDecimal> number(String key) {
        DocumentNode node = get(key);
        if (node instanceof Scalar scalar && scalar.kind() == Kind.NUMBER) {
            return Optional.of(new BigDecimal(scalar.raw()));
        }
        expected(key, node, "a number");
        return Optional.empty();
    }

    private void expected(String key, @Nullable DocumentNode node, String what) {
        if (node != null) {
            problem(key, "expected " + what + ", got " + node.describe());
        }
    }
}
