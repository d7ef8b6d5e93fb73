// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentSection;
import io.edgewise.inference.document.JsonDocument;
import io.edgewise.inference.document.Problems;
import io.edgewise.inference.document.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Texts with what the model said of them when the bundle was made. A board on which it says something else
/// must not use the bundle. Immutable.
///
/// ```json
/// {"texts": [{"text": "…", "ids": "101 2017 …",
///             "logits": {"moderation": "-4.57 …"}, "labels": {"device": "0 0 29 …"}}]}
/// ```
///
/// @param texts in the file's order
public record GoldenTests(List<Golden> texts) {
    /// A thousand times a large one.
    static final long MAX_BYTES = 64 << 20;

    public GoldenTests {
        texts = List.copyOf(texts);
    }

    /// One text.
    ///
    /// @param ids the token ids with the special ones, as the reference tokenizer made them
    /// @param logits per sequence head, one number per label
    /// @param bestLabels per token head, the index of the best label of each token
    public record Golden(
            String text, List<Integer> ids, Map<String, List<Double>> logits, Map<String, List<Integer>> bestLabels) {
        public Golden {
            ids = List.copyOf(ids);
            logits = Map.copyOf(logits);
            bestLabels = Map.copyOf(bestLabels);
        }
    }

    static GoldenTests read(Path directory, BundleDescriptor descriptor) {
        String name = descriptor.golden().file();
        try {
            DocumentNode document = JsonDocument.read(directory.resolve(name), MAX_BYTES);
            Problems problems = new Problems();
            GoldenTests tests = DocumentSection.read(document, problems, GoldenTests::read);
            if (!problems.isEmpty()) {
                throw new BundleException(
                        directory,
                        problems.list().stream().map(p -> name + " " + p).toList());
            }
            if (tests.texts().isEmpty()) {
                throw new BundleException(directory, name + " has no texts: a model without tests is not used");
            }
            List<String> misfits = new GoldenFit(descriptor.heads()).misfits(tests);
            if (!misfits.isEmpty()) {
                throw new BundleException(
                        directory, misfits.stream().map(m -> name + " " + m).toList());
            }
            return tests;
        } catch (IllegalArgumentException e) {
            throw new BundleException(directory, name + " can't be read: " + e.getMessage());
        }
    }

    private static GoldenTests read(Section s) {
        s.optional("note", "", t -> t, "for people");
        return new GoldenTests(s.sections("texts", GoldenTests::text, "the texts"));
    }

    private static Golden text(Section s) {
        return new Golden(
                s.required("text", "hello", t -> t, "the text"),
                s.required("ids", "101 102", GoldenTests::integers, "token ids"),
                s.pairs("logits", "0.5", GoldenTests::decimals, "per sequence head"),
                s.pairs("labels", "0", GoldenTests::integers, "per token head, the best label of each token"));
    }

    static List<Integer> integers(String text) {
        try {
            return words(text).stream().map(Integer::parseInt).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected whole numbers, got \"" + text + "\"", e);
        }
    }

    static List<Double> decimals(String text) {
        List<Double> result = new ArrayList<>();
        try {
            words(text).forEach(number -> result.add(Double.parseDouble(number)));
        } catch (NumberFormatException e) {
            result.add(Double.NaN);
        }
        if (!result.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("expected numbers, got \"" + text + "\"");
        }
        return result;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }
}
