// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.List;
import java.util.Optional;

/// The member `post_processor` of a `tokenizer.json`: which pieces stand around a text, and whether the places of
/// pieces include blanks. Confined to one reader.
final class PostProcessorSteps {

    private OffsetTrim trim = OffsetTrim.NONE;
    private Optional<Named> classify = Optional.empty();
    private Optional<Named> separate = Optional.empty();

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

    /// The pieces around a text.
    ///
    /// @throws TokenizerException if the vocabulary has another piece with the id of one
    SpecialPieces special(Vocabulary vocabulary) {
        return new SpecialPieces(
                classify.map(piece -> piece.in(vocabulary)).orElse(-1),
                separate.map(piece -> piece.in(vocabulary)).orElse(-1));
    }

    /// A piece as the file names it: twice, by its text and by its id.
    private record Named(JsonStep step, String piece, int id) {

        int in(Vocabulary vocabulary) {
            if (vocabulary.id(piece) != id || id < 0) {
                throw step.wrong("puts \"%s\" with the id %d around a text, which is no piece of the vocabulary"
                        .formatted(VocabularyBuilder.shown(piece), id));
            }
            return id;
        }
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

    private static Optional<Named> first(JsonStep pair) {
        List<JsonStep> items = pair.items();
        if (items.size() != 2) {
            throw pair.wrong("has %d items; it names a piece and its id".formatted(items.size()));
        }
        return Optional.of(new Named(pair, items.get(0).text(), items.get(1).number(-1)));
    }

    private void template(JsonStep step) {
        boolean before = true;
        for (JsonStep part : step.child("single").items()) {
            if (!part.child("Sequence").isNull()) {
                before = false;
            } else if (before) {
                classify = single(step, part, classify);
            } else {
                separate = single(step, part, separate);
            }
        }
    }

    private static Optional<Named> single(JsonStep template, JsonStep part, Optional<Named> already) {
        if (already.isPresent()) {
            throw part.wrong("is a second piece on one side of the text; only one is known to be put there");
        }
        String name = part.child("SpecialToken").child("id").text();
        JsonStep ids = template.child("special_tokens").child(name).child("ids");
        if (ids.items().size() != 1) {
            throw ids.wrong(
                    "has %d items; one piece has one id".formatted(ids.items().size()));
        }
        return Optional.of(new Named(part, name, ids.items().getFirst().number(-1)));
    }
}
