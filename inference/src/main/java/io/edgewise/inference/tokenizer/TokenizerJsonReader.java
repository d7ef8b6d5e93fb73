// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes a tokenizer of a `tokenizer.json`. What the file asks for and is not known here is refused by name: a step
/// left out would give other ids than the model was trained with, and no error.
///
/// **Added tokens** (`<s>`, `<|im_start|>`) have ids but are not looked for in a text; see [WordPieceTokenizer]. An
/// added token that is no mark-up but a word would be missed, so it is refused.
///
/// Confined to one call of [#read].
final class TokenizerJsonReader {

    /// The type of a model that names none.
    private static final String BPE = "BPE";

    private static final List<String> BPE_MEMBERS = List.of(
            "type",
            "dropout",
            "unk_token",
            "continuing_subword_prefix",
            "end_of_word_suffix",
            "fuse_unk",
            "byte_fallback",
            "ignore_merges");

    private final TokenizerJson json;
    private final PreTokenizerSteps preTokenizers;
    private final PostProcessorSteps postProcessors;

    private TokenizerJsonReader(TokenizerJson json) {
        this.json = json;
        this.preTokenizers = PreTokenizerSteps.read(json.member("pre_tokenizer"));
        this.postProcessors = PostProcessorSteps.read(json.member("post_processor"));
    }

    /// Reads the tokenizer, whatever its kind.
    static Tokenizer read(Path file) {
        return new TokenizerJsonReader(TokenizerJson.read(file)).tokenizer();
    }

    /// Reads the tokenizer, whose model must be of the type `expected`.
    static Tokenizer read(Path file, String expected) {
        var reader = new TokenizerJsonReader(TokenizerJson.read(file));
        JsonStep type = reader.json.modelMember("type");
        if (!type.text(BPE).equals(expected)) {
            throw type.wrong("is \"%s\" and not \"%s\"".formatted(VocabularyBuilder.shown(type.text(BPE)), expected));
        }
        return reader.tokenizer();
    }

    private Tokenizer tokenizer() {
        addTokens();
        JsonStep type = json.modelMember("type");
        return switch (type.text(BPE)) {
            case BPE -> pipeline(bytePairs());
            case "Unigram" -> pipeline(unigram());
            default ->
                throw type.wrong(
                        "is \"%s\"; known are BPE and Unigram".formatted(VocabularyBuilder.shown(type.text())));
        };
    }

    private Tokenizer pipeline(PieceModel model) {
        return new PipelineTokenizer(
                NormalizerSteps.read(json.member("normalizer")),
                preTokenizers.steps(),
                model,
                postProcessors.trim(),
                new SpecialPieces(
                        special(model, postProcessors.classify()), special(model, postProcessors.separate())));
    }

    private int special(PieceModel model, String piece) {
        int id = piece.isEmpty() ? -1 : model.vocabulary().id(piece);
        if (id < 0 && !piece.isEmpty()) {
            throw json.wrong("post_processor puts \"%s\" around a text, which is no piece"
                    .formatted(VocabularyBuilder.shown(piece)));
        }
        return id;
    }

    private PieceModel bytePairs() {
        json.requireModelMembers(BPE_MEMBERS);
        for (String name : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!json.modelMember(name).text("").isEmpty()) {
                throw json.modelMember(name).wrong("is not known; without it ids would be wrong");
            }
        }
        Vocabulary vocabulary = json.pieces.build("");
        var options = new BytePairModel.Options(
                preTokenizers.byteLevel(),
                json.modelMember("byte_fallback").flag(false),
                json.modelMember("fuse_unk").flag(false),
                json.modelMember("ignore_merges").flag(false));
        return new BytePairModel(vocabulary, json.merges.table(vocabulary), unknown(vocabulary), options);
    }

    private PieceModel unigram() {
        json.requireModelMembers(List.of("type", "unk_id", "byte_fallback"));
        int scored = json.scored;
        int unknown = json.modelMember("unk_id").number(-1);
        if (unknown < 0 || unknown >= scored) {
            throw json.modelMember("unk_id").wrong("is %d, the vocabulary has %d pieces".formatted(unknown, scored));
        }
        Vocabulary vocabulary = json.pieces.build("");
        boolean[] control = new boolean[vocabulary.size()];
        Arrays.fill(control, scored, control.length, true);
        control[unknown] = true;
        json.member("added_tokens")
                .itemsOrNone()
                .forEach(token -> control[token.child("id").number(0)] = true);
        return new UnigramModel(
                vocabulary,
                Arrays.copyOf(json.scores, scored),
                unknown,
                json.modelMember("byte_fallback").flag(false),
                control);
    }

    private int unknown(Vocabulary vocabulary) {
        JsonStep unknown = json.modelMember("unk_token");
        Optional<String> piece = unknown.isNull() ? Optional.empty() : Optional.of(unknown.text());
        int id = piece.map(vocabulary::id).orElse(-1);
        if (piece.isPresent() && id < 0) {
            throw unknown.wrong("is \"%s\", which is no piece".formatted(VocabularyBuilder.shown(piece.get())));
        }
        return id;
    }

    private void addTokens() {
        for (JsonStep token : json.member("added_tokens").itemsOrNone()) {
            String content = token.child("content").text();
            int id = token.child("id").number(-1);
            String already = json.pieces.piece(id);
            if (already == null) {
                json.pieces.set(id, content);
            } else if (!already.equals(content)) {
                throw token.wrong("gives the id %d to \"%s\", the vocabulary gives it to \"%s\""
                        .formatted(id, VocabularyBuilder.shown(content), VocabularyBuilder.shown(already)));
            }
            requireMarkUp(token, content);
        }
    }

    private static void requireMarkUp(JsonStep token, String content) {
        boolean markUp = content.length() > 2
                && ((content.startsWith("<") && content.endsWith(">"))
                        || (content.startsWith("[") && content.endsWith("]")));
        if (!markUp && !token.child("special").flag(false)) {
            throw token.wrong("adds the word \"%s\", which would not be looked for in a text; train it as a piece"
                    .formatted(VocabularyBuilder.shown(content)));
        }
    }
}
