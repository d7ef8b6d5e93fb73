// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.document.DocumentSection;
import io.edgewise.inference.document.JsonDocument;
import io.edgewise.inference.document.Problems;
import io.edgewise.inference.document.Section;
import java.nio.file.Path;
import java.util.List;

/// Prompts with what the weights say of them in float32. A board on which the model says something else must
/// not use the bundle. Immutable.
///
/// ```json
/// {"prompts": [{"ids": "1 9690 …", "next": [{"behind": 3, "ids": "28 504 …", "log-probabilities": "-0.3 -2.1 …"}]}]}
/// ```
///
/// @param prompts in the file's order
public record GoldenPrompts(List<GoldenPrompt> prompts) {
    public GoldenPrompts {
        prompts = List.copyOf(prompts);
    }

    /// One prompt.
    ///
    /// @param ids its tokens
    public record GoldenPrompt(List<Integer> ids, List<Next> next) {
        public GoldenPrompt {
            ids = List.copyOf(ids);
            next = List.copyOf(next);
        }
    }

    /// What may come behind a token.
    ///
    /// @param behind its number, from 0
    /// @param ids the best tokens
    /// @param logProbabilities of each, natural logarithm
    public record Next(int behind, List<Integer> ids, List<Double> logProbabilities) {
        public Next {
            ids = List.copyOf(ids);
            logProbabilities = List.copyOf(logProbabilities);
        }
    }

    static GoldenPrompts read(Path directory, GeneratorDescriptor descriptor) {
        String name = descriptor.golden().file();
        try {
            Problems problems = new Problems();
            GoldenPrompts prompts = DocumentSection.read(
                    JsonDocument.read(directory.resolve(name), GoldenTests.MAX_BYTES), problems, GoldenPrompts::read);
            prompts.check(descriptor, problems);
            if (!problems.isEmpty()) {
                throw new BundleException(
                        directory,
                        problems.list().stream().map(p -> name + " " + p).toList());
            }
            return prompts;
        } catch (IllegalArgumentException e) {
            throw new BundleException(directory, name + " can't be read: " + e.getMessage());
        }
    }

    private static GoldenPrompts read(Section s) {
        s.optional("note", "", t -> t, "for people");
        return new GoldenPrompts(s.sections("prompts", GoldenPrompts::prompt, "the prompts"));
    }

    private static GoldenPrompt prompt(Section s) {
        return new GoldenPrompt(
                s.required("ids", "1 2", GoldenTests::integers, "its tokens"),
                s.sections("next", GoldenPrompts::next, "what may come behind some of them"));
    }

    private static Next next(Section s) {
        return new Next(
                s.integer("behind", 0, 0, 1 << 20, "number of the token, from 0"),
                s.required("ids", "1", GoldenTests::integers, "the best tokens"),
                s.required("log-probabilities", "-0.1", GoldenTests::decimals, "of each, natural logarithm"));
    }

    private void check(GeneratorDescriptor descriptor, Problems problems) {
        if (prompts.stream().allMatch(prompt -> prompt.next().isEmpty())) {
            problems.add("", 0, "has no prompts: a model without tests is not used");
        }
        for (int i = 0; i < prompts.size(); i++) {
            GoldenPrompt prompt = prompts.get(i);
            boolean known = prompt.ids().stream()
                    .allMatch(id -> id >= 0 && id < descriptor.model().vocabularySize());
            boolean fits = prompt.next().stream()
                    .allMatch(next -> next.behind() < prompt.ids().size()
                            && next.ids().size() == next.logProbabilities().size()
                            && next.ids().stream()
                                    .allMatch(id ->
                                            id >= 0 && id < descriptor.model().vocabularySize()));
            if (!known || !fits || prompt.ids().isEmpty()) {
                problems.add("prompts[" + i + "]", 0, "does not fit the model: a number of a token is out of range");
            }
        }
    }
}
