// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.ArrayList;
import java.util.List;

/// The member `pre_tokenizer` of a `tokenizer.json`. Confined to one reader.
final class PreTokenizerSteps {

    private static final String ISOLATED = "Isolated";

    private final List<PreTokenizer> steps = new ArrayList<>();
    private boolean byteLevel;

    private PreTokenizerSteps() {}

    static PreTokenizerSteps read(JsonStep step) {
        var read = new PreTokenizerSteps();
        if (!step.isNull()) {
            read.add(step);
        }
        return read;
    }

    List<PreTokenizer> steps() {
        return steps;
    }

    /// Whether words become bytes in the end.
    boolean byteLevel() {
        return byteLevel;
    }

    private void add(JsonStep step) {
        if (byteLevel) {
            throw step.wrong("comes after ByteLevel, which must be the last step");
        }
        switch (step.type()) {
            case "Sequence" ->
                step.only("pretokenizers").child("pretokenizers").items().forEach(this::add);
            case "ByteLevel" -> byteLevel(step.only("add_prefix_space", "trim_offsets", "use_regex"));
            case "Split" -> steps.add(split(step.only("pattern", "behavior", "invert")));
            case "Digits" ->
                steps.add(new DigitSplitter(step.only("individual_digits")
                        .child("individual_digits")
                        .flag(false)));
            case "Metaspace" -> steps.add(metaspace(step));
            case "WhitespaceSplit" -> steps.add(new WhiteSpaceSplitter());
            case "Whitespace" -> steps.add(new WordSplitter());
            case "Punctuation" -> punctuation(step.only("behavior"));
            case "BertPreTokenizer" -> {
                steps.add(new WhiteSpaceSplitter());
                steps.add(new PunctuationSplitter());
            }
            default -> throw step.unknown("pre-tokenizer");
        }
    }

    /// Files from before version 0.15 say `add_prefix_space` and not `prepend_scheme`.
    private static Metaspace metaspace(JsonStep step) {
        step.only("replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep");
        String blank = step.child("replacement").text();
        if (blank.codePointCount(0, blank.length()) != 1) {
            throw step.wrong("must put one character in the place of a blank");
        }
        String fallback = step.child("add_prefix_space").flag(true) ? "always" : "never";
        JsonStep prepend = step.child("prepend_scheme");
        return switch (prepend.text(fallback)) {
            case "always" ->
                new Metaspace(
                        blank.codePointAt(0),
                        Metaspace.Prepend.ALWAYS,
                        step.child("split").flag(true));
            case "first" ->
                new Metaspace(
                        blank.codePointAt(0),
                        Metaspace.Prepend.FIRST,
                        step.child("split").flag(true));
            case "never" ->
                new Metaspace(
                        blank.codePointAt(0),
                        Metaspace.Prepend.NEVER,
                        step.child("split").flag(true));
            default -> throw prepend.wrong("must be always, first or never");
        };
    }

    private void byteLevel(JsonStep step) {
        if (step.child("add_prefix_space").flag(true)) {
            steps.add(new PrefixSpace());
        }
        if (step.child("use_regex").flag(true)) {
            steps.add(new PatternSplitter(SplitPattern.GPT2));
        }
        byteLevel = true;
    }

    private void punctuation(JsonStep step) {
        JsonStep behavior = step.child("behavior");
        if (!behavior.text(ISOLATED).equals(ISOLATED)) {
            throw behavior.wrong("is \"%s\"; only Isolated is known".formatted(behavior.text()));
        }
        steps.add(new PunctuationSplitter());
    }

    private static PreTokenizer split(JsonStep step) {
        JsonStep expression = step.child("pattern").child("Regex");
        if (expression.isNull()) {
            return literal(step);
        }
        if (!step.child("behavior").text().equals(ISOLATED)
                || step.child("invert").flag(false)) {
            throw step.wrong("splits with the behavior \"%s\"; only Isolated, not inverted, is known"
                    .formatted(step.child("behavior").text()));
        }
        return new PatternSplitter(SplitPattern.of(expression.text())
                .orElseThrow(() ->
                        expression.wrong("is the expression %s, which is none of those known: GPT-2, Llama 3, Qwen 2"
                                .formatted(expression.text()))));
    }

    /// Gemma's way to split at blanks.
    private static PreTokenizer literal(JsonStep step) {
        String text = step.child("pattern").child("String").text();
        if (text.codePointCount(0, text.length()) != 1
                || !step.child("behavior").text().equals("MergedWithPrevious")
                || step.child("invert").flag(false)) {
            throw step.wrong("splits at \"%s\" as %s; only one character, MergedWithPrevious and not inverted is known"
                    .formatted(
                            VocabularyBuilder.shown(text),
                            step.child("behavior").text()));
        }
        return new LiteralSplitter(text.codePointAt(0));
    }
}
