// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import io.edgewise.inference.document.ProtobufMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// A Unigram or BPE `.model` of SentencePiece: a protocol buffer (`sentencepiece_model.proto`), of which this reads
///
/// ```
/// 1 pieces { 1 piece: string, 2 score: float, 3 type: enum }   type 1 normal, 2 unknown, 3 control, 4 user defined,
/// 2 trainer_spec { 3 model_type, 35 byte_fallback }                 5 unused, 6 byte; model_type 1 Unigram, 2 BPE
/// 3 normalizer_spec { 2 precompiled_charsmap, 3 add_dummy_prefix, 4 remove_extra_whitespaces }
/// ```
///
/// and does what SentencePiece does with it. User-defined pieces are taken from a text before anything
/// else;
/// those that are mark-up (`[IMG]`) are treated like the added tokens of a `tokenizer.json`, others are refused.
///
/// Confined to one call of [#read].
final class SentencePieceFile {

    static final long MAX_BYTES = 32L << 20;

    /// The names of the model types that are known, the first of which has the number 1.
    private static final List<String> TYPES = List.of("Unigram", "BPE");

    private static final int UNIGRAM = 1;
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int USER_DEFINED = 4;
    private static final char BLANK = '\u2581';

    private final Path file;
    private final VocabularyBuilder pieces;
    private double[] scores = new double[1 << 12];
    private final BitSet control = new BitSet();
    private int unknown = -1;
    private int modelType = UNIGRAM;
    private boolean byteFallback;
    private boolean dummyPrefix = true;
    private boolean removeBlanks = true;
    private byte[] characterMap = {};

    private SentencePieceFile(Path file) {
        this.file = file;
        this.pieces = new VocabularyBuilder(file.toString());
    }

    /// Reads the tokenizer; its pieces around a text are `[CLS]` and `[SEP]` (ALBERT), or else `<s>` and `</s>`,
    /// where it has them.
    ///
    /// @param type `Unigram` or `BPE`
    /// @throws TokenizerException if it cannot be read, or is no such model
    static Tokenizer read(Path file, String type) {
        TokenizerJson.requireReadable(file, MAX_BYTES);
        var read = new SentencePieceFile(file);
        try {
            read.model(new ProtobufMessage(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw read.wrong("is no SentencePiece model: " + e.getMessage());
        }
        read.requireType(type);
        return read.tokenizer();
    }

    /// The kind of tokenizer that a file says it is, its pieces unseen.
    ///
    /// @throws IllegalArgumentException where the bytes are none
    /// @throws TokenizerException with the end of a sentence, when the kind is not known
    static TokenizerKind kind(ProtobufMessage message) {
        int modelType = UNIGRAM;
        while (message.next()) {
            if (message.field() == 2) {
                modelType = modelType(message.message());
            } else {
                message.skip();
            }
        }
        return type(modelType).equals("BPE") ? TokenizerKind.BPE : TokenizerKind.UNIGRAM;
    }

    private static int modelType(ProtobufMessage trainer) {
        int modelType = UNIGRAM;
        while (trainer.next()) {
            if (trainer.field() == 3) {
                modelType = (int) trainer.varint();
            } else {
                trainer.skip();
            }
        }
        return modelType;
    }

    private static String type(int modelType) {
        if (modelType < 1 || modelType > TYPES.size()) {
            throw new TokenizerException(
                    "has the model type %d; known are Unigram (1) and BPE (2), convert it to a tokenizer.json"
                            .formatted(modelType));
        }
        return TYPES.get(modelType - 1);
    }

    private void model(ProtobufMessage message) {
        while (message.next()) {
            switch (message.field()) {
                case 1 -> piece(message.message());
                case 2 -> trainer(message.message());
                case 3 -> normalizer(message.message());
                default -> message.skip();
            }
        }
    }

    private void piece(ProtobufMessage message) {
        String piece = "";
        double score = 0;
        int type = NORMAL;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> piece = new String(message.bytes(), StandardCharsets.UTF_8);
                case 2 -> score = message.floating();
                case 3 -> type = (int) message.varint();
                default -> message.skip();
            }
        }
        int id = pieces.size();
        if (id == scores.length) {
            scores = Arrays.copyOf(scores, id * 2);
        }
        boolean refused = type == USER_DEFINED && !ControlPieces.isMarkUp(piece);
        if (!Double.isFinite(score) || refused) {
            throw wrong("has at id %d \"%s\" %s"
                    .formatted(
                            id,
                            VocabularyBuilder.shown(piece),
                            refused
                                    ? "as a user-defined piece, which this version can only do for mark-up like [IMG]"
                                    : "with a score that is no finite number"));
        }
        pieces.add(piece);
        scores[id] = score;
        control.set(id, type != NORMAL);
        unknown = type == UNKNOWN ? id : unknown;
    }

    private void trainer(ProtobufMessage message) {
        while (message.next()) {
            switch (message.field()) {
                case 3 -> modelType = (int) message.varint();
                case 35 -> byteFallback = message.varint() != 0;
                default -> message.skip();
            }
        }
    }

    private void normalizer(ProtobufMessage message) {
        while (message.next()) {
            switch (message.field()) {
                case 2 -> characterMap = message.bytes();
                case 3 -> dummyPrefix = message.varint() != 0;
                case 4 -> removeBlanks = message.varint() != 0;
                default -> message.skip();
            }
        }
    }

    private void requireType(String expected) {
        String type;
        try {
            type = type(modelType);
        } catch (TokenizerException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (!type.equals(expected)) {
            throw wrong("is \"%s\" and not \"%s\"".formatted(type, expected));
        }
    }

    private Tokenizer tokenizer() {
        if (unknown < 0) {
            throw wrong("has no unknown piece");
        }
        Vocabulary vocabulary = pieces.build("");
        return new PipelineTokenizer(
                normalizers(),
                preTokenizers(vocabulary),
                modelType == UNIGRAM ? unigram(vocabulary) : bytePairs(vocabulary),
                OffsetTrim.NONE,
                new SpecialPieces(special(vocabulary, "[CLS]", "<s>"), special(vocabulary, "[SEP]", "</s>")));
    }

    private static int special(Vocabulary vocabulary, String piece, String other) {
        int id = vocabulary.id(piece);
        return id < 0 ? vocabulary.id(other) : id;
    }

    private PieceModel unigram(Vocabulary vocabulary) {
        return new UnigramModel(
                vocabulary,
                new UnigramModel.Scores(Arrays.copyOf(scores, vocabulary.size()), true),
                unknown,
                byteFallback,
                new ControlPieces(control.stream()));
    }

    private PieceModel bytePairs(Vocabulary vocabulary) {
        var controlPieces = new ControlPieces(control.stream());
        MergeTable merges = ScoredMerges.table(vocabulary, scores, controlPieces);
        var options = new BytePairModel.Options(false, byteFallback, true, false);
        return new BytePairModel(vocabulary, merges, unknown, controlPieces, options);
    }

    private List<Normalizer> normalizers() {
        var normalizers = new ArrayList<Normalizer>();
        if (characterMap.length > 0) {
            try {
                normalizers.add(new LongestMapping(CharacterMap.parse(characterMap)));
            } catch (IllegalArgumentException e) {
                throw wrong("has a normalizer that " + e.getMessage());
            }
        }
        if (removeBlanks) {
            normalizers.add(new Strip(character -> character == ' ', true, false));
            normalizers.add(new Replacement("  ", true, " "));
            normalizers.add(new Strip(character -> character == ' ' || character == BLANK, false, true));
        }
        String blank = Character.toString(BLANK);
        if (dummyPrefix) {
            normalizers.add(new Prefix(blank));
        }
        normalizers.add(new Replacement(" ", false, blank));
        return normalizers;
    }

    /// SentencePiece looks at a text as a whole. If no piece reaches over a blank, the words between blanks can be
    /// spelled one by one, which changes nothing but that there are words.
    private static List<PreTokenizer> preTokenizers(Vocabulary vocabulary) {
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.piece(id).indexOf(BLANK, 1) >= 0) {
                return List.of();
            }
        }
        return List.of(new Metaspace(BLANK, Metaspace.Prepend.NEVER, true));
    }

    private TokenizerException wrong(String what) {
        return new TokenizerException(file + " " + what);
    }
}
