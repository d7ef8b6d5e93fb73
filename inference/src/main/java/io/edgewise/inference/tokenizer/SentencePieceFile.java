// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A Unigram `.model` of SentencePiece: a protocol buffer (`sentencepiece_model.proto`), of which this reads
///
/// ```
/// 1 pieces { 1 piece: string, 2 score: float, 3 type: enum }   type 1 normal, 2 unknown, 3 control, 4 user defined,
/// 2 trainer_spec { 3 model_type, 35 byte_fallback }                 5 unused, 6 byte
/// 3 normalizer_spec { 2 precompiled_charsmap, 3 add_dummy_prefix, 4 remove_extra_whitespaces }
/// ```
///
/// and becomes what Hugging Face's converter makes of it. Confined to one call of [#read].
final class SentencePieceFile {

    private static final long MAX_BYTES = 32L << 20;
    private static final int UNIGRAM = 1;
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int USER_DEFINED = 4;
    private static final int BLANK = 0x2581;

    private final Path file;
    private final VocabularyBuilder pieces;
    private double[] scores = new double[1 << 12];
    private boolean[] control = new boolean[1 << 12];
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
    /// @throws TokenizerException if it cannot be read, or is no such model
    static Tokenizer read(Path file) {
        TokenizerJson.requireReadable(file, MAX_BYTES);
        var read = new SentencePieceFile(file);
        try {
            read.model(new Protobuf(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw read.wrong("is no SentencePiece model: " + e.getMessage());
        }
        return read.tokenizer();
    }

    private void model(Protobuf message) {
        while (message.next()) {
            switch (message.field()) {
                case 1 -> piece(message.message());
                case 2 -> trainer(message.message());
                case 3 -> normalizer(message.message());
                default -> message.skip();
            }
        }
    }

    private void piece(Protobuf message) {
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
            control = Arrays.copyOf(control, id * 2);
        }
        if (!Double.isFinite(score) || type == USER_DEFINED) {
            throw wrong("has at id %d \"%s\" %s"
                    .formatted(
                            id,
                            VocabularyBuilder.shown(piece),
                            type == USER_DEFINED
                                    ? "as a user-defined piece, which this version can not do"
                                    : "with a score that is no finite number"));
        }
        pieces.add(piece);
        scores[id] = score;
        control[id] = type != NORMAL;
        unknown = type == UNKNOWN ? id : unknown;
    }

    private void trainer(Protobuf message) {
        while (message.next()) {
            switch (message.field()) {
                case 3 -> modelType = (int) message.varint();
                case 35 -> byteFallback = message.varint() != 0;
                default -> message.skip();
            }
        }
    }

    private void normalizer(Protobuf message) {
        while (message.next()) {
            switch (message.field()) {
                case 2 -> characterMap = message.bytes();
                case 3 -> dummyPrefix = message.varint() != 0;
                case 4 -> removeBlanks = message.varint() != 0;
                default -> message.skip();
            }
        }
    }

    private Tokenizer tokenizer() {
        if (modelType != UNIGRAM) {
            throw wrong("has the model type %d; only Unigram (1) is known here, convert it to a tokenizer.json"
                    .formatted(modelType));
        }
        if (unknown < 0) {
            throw wrong("has no unknown piece");
        }
        Vocabulary vocabulary = pieces.build("");
        int size = vocabulary.size();
        var model = new UnigramModel(
                vocabulary, Arrays.copyOf(scores, size), unknown, byteFallback, Arrays.copyOf(control, size));
        Metaspace.Prepend prepend = dummyPrefix ? Metaspace.Prepend.ALWAYS : Metaspace.Prepend.NEVER;
        return new PipelineTokenizer(
                normalizers(),
                List.of(new Metaspace(BLANK, prepend, true)),
                model,
                OffsetTrim.NONE,
                new SpecialPieces(special(vocabulary, "[CLS]", "<s>"), special(vocabulary, "[SEP]", "</s>")));
    }

    private static int special(Vocabulary vocabulary, String piece, String other) {
        int id = vocabulary.id(piece);
        return id < 0 ? vocabulary.id(other) : id;
    }

    private List<Normalizer> normalizers() {
        var normalizers = new ArrayList<Normalizer>();
        if (characterMap.length > 0) {
            try {
                normalizers.add(CharacterMap.parse(characterMap));
            } catch (IllegalArgumentException e) {
                throw wrong("has a normalizer that " + e.getMessage());
            }
        }
        if (removeBlanks) {
            normalizers.add(new Replacement("  ", true, " "));
        }
        return normalizers;
    }

    private TokenizerException wrong(String what) {
        return new TokenizerException(file + " " + what);
    }

    /// One message of a protocol buffer. Every method throws [IllegalArgumentException] where the bytes are none.
    private static final class Protobuf {
        private final ByteBuffer bytes;
        private int tag;

        Protobuf(byte[] bytes) {
            this(ByteBuffer.wrap(bytes));
        }

        private Protobuf(ByteBuffer bytes) {
            this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        }

        /// Whether there is a further field; moves to it.
        boolean next() {
            if (!bytes.hasRemaining()) {
                return false;
            }
            tag = (int) number();
            return true;
        }

        int field() {
            return tag >>> 3;
        }

        long varint() {
            require(0);
            return number();
        }

        float floating() {
            require(5);
            return need(4).getFloat();
        }

        byte[] bytes() {
            byte[] content = new byte[slice().remaining()];
            bytes.get(bytes.position() - content.length, content);
            return content;
        }

        Protobuf message() {
            return new Protobuf(slice());
        }

        private ByteBuffer slice() {
            require(2);
            long length = number();
            need(length);
            ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
            bytes.position(bytes.position() + (int) length);
            return slice;
        }

        void skip() {
            switch (tag & 7) {
                case 0 -> number();
                case 1 -> need(8).getLong();
                case 2 -> slice();
                case 5 -> need(4).getInt();
                default -> throw new IllegalArgumentException("unknown wire type " + (tag & 7));
            }
        }

        private long number() {
            long number = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                byte next = need(1).get();
                number |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("a number at offset " + bytes.position() + " does not end");
        }

        private void require(int wireType) {
            if ((tag & 7) != wireType) {
                throw new IllegalArgumentException(
                        "field %d has the wire type %d and not %d".formatted(field(), tag & 7, wireType));
            }
        }

        private ByteBuffer need(long count) {
            if (count < 0 || count > bytes.remaining()) {
                throw new IllegalArgumentException("it ends in the middle of a field");
            }
            return bytes;
        }
    }
}
