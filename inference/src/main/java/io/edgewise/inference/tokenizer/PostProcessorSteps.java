// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

/// The member `post_processor` of a `tokenizer.json`: which pieces stand around a text, and whether the places of
/// pieces include blanks. Confined to one reader.
final class PostProcessorSteps {

    private OffsetTrim trim = OffsetTrim.NONE;
    private String classify = "";
    private String separate = "";

    private PostProcessorSteps() {}

    static PostProcessorSteps read(JsonStep step) {
        var read = new PostProcessorSteps();
        if (!step.isNull()) {
            read.add(step);
        }
        return read;
    }

    OffsetTrim trim() {
        return trim;
    }

    /// The piece before a text, or nothing.
    String classify() {
        return classify;
    }

    /// The piece after a text, or nothing.
    String separate() {
        return separate;
    }

    private void add(JsonStep step) {
        switch (step.type()) {
            case "Sequence" ->
                step.only("processors").child("processors").items().forEach(this::add);
            case "ByteLevel" -> trim(step.only("add_prefix_space", "trim_offsets", "use_regex"));
            case "RobertaProcessing" -> {
                around(step.only("sep", "cls", "add_prefix_space", "trim_offsets"));
                trim(step);
            }
            case "BertProcessing" -> around(step.only("sep", "cls"));
            case "TemplateProcessing" -> template(step.only("single", "pair", "special_tokens"));
            default -> throw step.unknown("post-processor");
        }
    }

    private void trim(JsonStep step) {
        if (step.child("trim_offsets").flag(true)) {
            boolean prefix = step.child("add_prefix_space").flag(true);
            trim = prefix ? OffsetTrim.BLANKS_AFTER_PREFIX : OffsetTrim.BLANKS;
        }
    }

    private void around(JsonStep step) {
        classify = first(step.child("cls"));
        separate = first(step.child("sep"));
    }

    private static String first(JsonStep pair) {
        if (pair.items().isEmpty()) {
            throw pair.wrong("is empty; it names a piece and its id");
        }
        return pair.items().getFirst().text();
    }

    private void template(JsonStep step) {
        boolean before = true;
        for (JsonStep part : step.child("single").items()) {
            if (!part.child("Sequence").isNull()) {
                before = false;
            } else if (before) {
                classify = single(part, classify);
            } else {
                separate = single(part, separate);
            }
        }
    }

    private static String single(JsonStep part, String already) {
        if (!already.isEmpty()) {
            throw part.wrong("is a second piece on one side of the text; only one is known to be put there");
        }
        return part.child("SpecialToken").child("id").text();
    }
}
