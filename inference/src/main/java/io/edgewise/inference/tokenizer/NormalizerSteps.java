// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntPredicate;

/// The member `normalizer` of a `tokenizer.json`. Confined to one reader.
final class NormalizerSteps {

    private final List<Normalizer> steps = new ArrayList<>();

    private NormalizerSteps() {}

    static List<Normalizer> read(JsonStep step) {
        var read = new NormalizerSteps();
        if (!step.isNull()) {
            read.add(step);
        }
        return read.steps;
    }

    private void add(JsonStep step) {
        switch (step.type()) {
            case "Sequence" ->
                step.only("normalizers").child("normalizers").items().forEach(this::add);
            case "NFC" -> steps.add(new NormalForm(false, true));
            case "NFD" -> steps.add(new NormalForm(false, false));
            case "NFKC" -> steps.add(new NormalForm(true, true));
            case "NFKD" -> steps.add(new NormalForm(true, false));
            case "Lowercase" -> steps.add(new LowerCase());
            case "StripAccents" -> steps.add(new Removal(having(UnicodeTable.MARK)));
            case "Strip" -> strip(step.only("strip_left", "strip_right"));
            case "Prepend" ->
                steps.add(new Prefix(step.only("prepend").child("prepend").text()));
            case "Nmt" -> {
                steps.add(new Removal(NmtCharacters::isRemoved));
                steps.add(new Mapping(NmtCharacters::mapped));
            }
            case "BertNormalizer" -> bert(BertSteps.normalizer(step));
            case "Precompiled" -> characterMap(step.only("precompiled_charsmap").child("precompiled_charsmap"));
            case "Replace" -> replace(step.only("pattern", "content"));
            default -> throw step.unknown("normalizer");
        }
    }

    private static IntPredicate having(int flag) {
        UnicodeTable unicode = UnicodeTable.ofReference();
        return character -> (unicode.flags(character) & flag) != 0;
    }

    private void strip(JsonStep step) {
        steps.add(new Strip(
                SplitPattern::isSpace,
                step.child("strip_left").flag(true),
                step.child("strip_right").flag(true)));
    }

    private void bert(BertSteps bert) {
        if (bert.clean()) {
            IntPredicate space = having(UnicodeTable.SPACE);
            steps.add(new Removal(having(UnicodeTable.REMOVED)));
            steps.add(new Mapping(character -> space.test(character) ? ' ' : character));
        }
        if (bert.splitCjk()) {
            steps.add(new IdeographBlanks());
        }
        if (bert.stripAccents()) {
            steps.add(new NormalForm(false, false));
            steps.add(new Removal(having(UnicodeTable.NONSPACING)));
        }
        if (bert.lowercase()) {
            steps.add(new LowerCase());
        }
    }

    private void characterMap(JsonStep step) {
        if (!step.text("").isEmpty()) {
            try {
                steps.add(new GraphemeMapping(
                        CharacterMap.parse(Base64.getDecoder().decode(step.text()))));
            } catch (IllegalArgumentException e) {
                throw step.wrong("cannot be read: " + e.getMessage());
            }
        }
    }

    private void replace(JsonStep step) {
        JsonStep expression = step.child("pattern").child("Regex");
        String by = step.child("content").text();
        if (expression.isNull()) {
            String wanted = step.child("pattern").child("String").text();
            if (wanted.isEmpty()) {
                throw step.wrong("replaces an empty text");
            }
            steps.add(new Replacement(wanted, false, by));
        } else if (expression.text().equals(" {2,}")) {
            steps.add(new Replacement("  ", true, by));
        } else {
            throw expression.wrong("is an expression that is not known; known is \" {2,}\"");
        }
    }
}
