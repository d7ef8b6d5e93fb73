// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Makes a tokenizer of a `tokenizer.json`. What the file asks for and is not known here is refused by name: a step
/// left out would give other ids than the model was trained with, and no error.
///
/// **Added tokens** (`<s>`, `<|im_start|>`) have ids but are not looked for in a text; see [WordPieceTokenizer]. An
/// added token that is no mark-up but a word would be missed, so it is refused.
///
/// BERT's own steps around a WordPiece model are not put together but become a [WordPieceTokenizer], which does
/// the same in one pass.
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

    /// What `tokenizers` takes where the file does not say.
    private static final int MAX_WORD_CHARS = 100;

    private static final String CONTINUATION = "##";

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
            case "WordPiece" -> wordPiece();
            default ->
                throw type.wrong("is \"%s\"; known are BPE, Unigram and WordPiece"
                        .formatted(VocabularyBuilder.shown(type.text())));
        };
    }

    private Tokenizer pipeline(PieceModel model) {
        return new PipelineTokenizer(
                NormalizerSteps.read(json.member("normalizer")),
                preTokenizers.steps(),
                model,
                postProcessors.trim(),
                postProcessors.special(model.vocabulary()));
    }

    /// A piece of these models is characters; words that became the letters of bytes would be none of them.
    private void requireCharacters() {
        if (preTokenizers.byteLevel()) {
            throw json.wrong("has the pre-tokenizer ByteLevel, which is only known before BPE");
        }
    }

    private Tokenizer wordPiece() {
        requireCharacters();
        json.requireModelMembers(List.of("type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word"));
        JsonStep most = json.modelMember("max_input_chars_per_word");
        int maxWordChars = most.number(MAX_WORD_CHARS);
        if (maxWordChars < 1 || maxWordChars > WordPieceOptions.MAX_WORD_CHARS) {
            throw most.wrong("is %d; it can be 1 to %d".formatted(maxWordChars, WordPieceOptions.MAX_WORD_CHARS));
        }
        Vocabulary vocabulary =
                json.pieces.build(json.modelMember("continuing_subword_prefix").text(CONTINUATION));
        int unknown = unknown(vocabulary, json.modelMember("unk_token").text("[UNK]"));
        BertSteps bert = BertSteps.of(json.member("normalizer"), json.member("pre_tokenizer"));
        if (bert == null || postProcessors.trim() != OffsetTrim.NONE) {
            return pipeline(new WordPieceModel(vocabulary, unknown, maxWordChars, control()));
        }
        return new WordPieceTokenizer(
                vocabulary, bert.rules(maxWordChars), unknown, postProcessors.special(vocabulary), control());
    }

    private PieceModel bytePairs() {
        json.requireModelMembers(BPE_MEMBERS);
        for (String name : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!json.modelMember(name).text("").isEmpty()) {
                throw json.modelMember(name).wrong("is not known; without it ids would be wrong");
            }
        }
        JsonStep dropout = json.modelMember("dropout");
        if (!dropout.isNull() && dropout.node().asDouble(1) != 0) {
            throw dropout.wrong("leaves out merges at random, as for training; set it to null");
        }
        Vocabulary vocabulary = json.pieces.build("");
        JsonStep unknown = json.modelMember("unk_token");
        ControlPieces control = control();
        var options = new BytePairModel.Options(
                preTokenizers.byteLevel(),
                json.modelMember("byte_fallback").flag(false),
                json.modelMember("fuse_unk").flag(false),
                json.modelMember("ignore_merges").flag(false));
        return new BytePairModel(
                vocabulary,
                json.merges.table(vocabulary, control),
                unknown.isNull() ? -1 : unknown(vocabulary, unknown.text()),
                control,
                options);
    }

    private PieceModel unigram() {
        requireCharacters();
        json.requireModelMembers(List.of("type", "unk_id", "byte_fallback"));
        int scored = json.scored;
        int unknown = json.modelMember("unk_id").number(-1);
        if (unknown < 0 || unknown >= scored) {
            throw json.modelMember("unk_id").wrong("is %d, the vocabulary has %d pieces".formatted(unknown, scored));
        }
        Vocabulary vocabulary = json.pieces.build("");
        return new UnigramModel(
                vocabulary,
                new UnigramModel.Scores(Arrays.copyOf(json.scores, scored), false),
                unknown,
                json.modelMember("byte_fallback").flag(false),
                new ControlPieces(IntStream.concat(added(), IntStream.of(unknown))));
    }

    private int unknown(Vocabulary vocabulary, String piece) {
        int id = vocabulary.id(piece);
        if (id < 0) {
            throw json.modelMember("unk_token")
                    .wrong("is \"%s\", which is no piece".formatted(VocabularyBuilder.shown(piece)));
        }
        return id;
    }

    private ControlPieces control() {
        return new ControlPieces(added());
    }

    private IntStream added() {
        return json.member("added_tokens").itemsOrNone().stream()
                .mapToInt(token -> token.child("id").number(-1));
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
        if (!ControlPieces.isMarkUp(content) && !token.child("special").flag(false)) {
            throw token.wrong("adds the word \"%s\", which would not be looked for in a text; train it as a piece"
                    .formatted(VocabularyBuilder.shown(content)));
        }
    }
}
