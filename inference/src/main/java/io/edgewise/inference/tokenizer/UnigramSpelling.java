// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// Spells the words of one text by [UnigramModel]: one pass forward that keeps the best spelling up to each place, and
/// one back along it. The time is the length of the word times that of the longest piece.
///
/// Confined to one call of [Tokenizer#encode].
final class UnigramSpelling implements PieceModel.Speller {

    private final UnigramModel model;
    private final AlignedText text;
    private final PieceList pieces;
    private final int[] hashes;

    /// The word in UTF-16 units, and the character of the text that each belongs to.
    private char[] units = {};
    private int[] characters = {};

    /// For each place in the word the best score up to it, where its last piece starts and which one it is.
    private double[] best = {};
    private int[] origins = {};
    private int[] ids = {};

    UnigramSpelling(UnigramModel model, AlignedText text, PieceList pieces) {
        this.model = model;
        this.text = text;
        this.pieces = pieces;
        this.hashes = new int[model.vocabulary().longestPiece()];
    }

    @Override
    public void spell(int from, int to, int word) {
        int length = units(from, to);
        Arrays.fill(origins, 0, length + 1, -1);
        best[0] = 0;
        for (int at = 0; at < length; at += Character.charCount(Character.codePointAt(units, at, length))) {
            forward(at, length);
        }
        back(length, word);
    }

    private int units(int from, int to) {
        int most = 2 * (to - from) + 1;
        if (units.length < most) {
            units = new char[most];
            characters = new int[most];
            best = new double[most];
            origins = new int[most];
            ids = new int[most];
        }
        int length = 0;
        for (int at = from; at < to; at++) {
            int count = Character.toChars(text.character(at), units, length);
            Arrays.fill(characters, length, length + count, at);
            length += count;
        }
        return length;
    }

    private void forward(int at, int length) {
        int character = Character.charCount(Character.codePointAt(units, at, length));
        Vocabulary vocabulary = model.vocabulary();
        int most = vocabulary.hash(units, at, length, hashes);
        boolean single = false;
        for (int count = 1; count <= most; count++) {
            int id = vocabulary.id(units, at, count, hashes[count - 1]);
            if (id >= 0 && !model.isControl(id)) {
                reach(at, at + count, id, model.scores[id]);
                single |= count == character;
            }
        }
        if (!single) {
            reach(at, at + character, model.unknownId(), model.unknownScore);
        }
    }

    private void reach(int from, int to, int id, double score) {
        double sum = best[from] + score;
        if (origins[to] < 0 || sum > best[to]) {
            best[to] = sum;
            origins[to] = from;
            ids[to] = id;
        }
    }

    /// Turns the best spelling round, so that it reads from the start, and adds its pieces.
    private void back(int length, int word) {
        int to = length;
        int next = -1;
        while (to > 0) {
            int from = origins[to];
            origins[to] = next;
            next = to;
            to = from;
        }
        int from = 0;
        for (int end = next; end > 0; ) {
            int following = origins[end];
            if (ids[end] == model.unknownId()) {
                while (following > 0 && ids[following] == model.unknownId()) {
                    end = following;
                    following = origins[end];
                }
                unknown(from, end, word);
            } else {
                add(ids[end], from, end, word);
            }
            from = end;
            end = following;
        }
    }

    private void unknown(int from, int to, int word) {
        if (!model.byteFallback) {
            add(model.unknownId(), from, to, word);
            return;
        }
        for (int at = from; at < to; ) {
            int character = Character.codePointAt(units, at, to);
            int count = Utf8.length(character);
            int next = at + Character.charCount(character);
            for (int i = 0; i < count; i++) {
                add(model.ofByte(Utf8.byteAt(character, count, i)), at, next, word);
            }
            at = next;
        }
    }

    private void add(int id, int from, int to, int word) {
        pieces.add(id, text.start(characters[from]), text.end(characters[to - 1]), word);
    }
}
