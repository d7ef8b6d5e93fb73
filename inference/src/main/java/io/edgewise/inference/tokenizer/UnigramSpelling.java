// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.util.Arrays;

/// Spells the words of one text by [UnigramModel]: one pass forward that keeps the best spelling up to each place, and
/// one back along it. The time is the length of the word times that of the longest piece.
///
/// Confined to one call of [Tokenizer#encode].
final class UnigramSpelling implements PieceModel.Speller {

    private final UnigramModel model;
    private final PieceList pieces;
    private final WordUnits wordUnits;
    private final int[] hashes;

    /// For each place in the word the best score up to it, where its last piece starts and which one it is.
    private double[] best = {};
    private int[] origins = {};
    private int[] ids = {};

    /// The score of the words so far.
    private double total;

    UnigramSpelling(UnigramModel model, AlignedText text, PieceList pieces) {
        this.model = model;
        this.pieces = pieces;
        this.wordUnits = new WordUnits(text);
        this.hashes = new int[model.vocabulary().longestPiece()];
    }

    @Override
    public void spell(int from, int to, int word) {
        wordUnits.take(from, to);
        clear();
        int length = wordUnits.length;
        for (int at = 0; at < length; ) {
            int next = at + Character.charCount(Character.codePointAt(wordUnits.units, at, length));
            forward(at, next);
            at = next;
        }
        total = best[length];
        back(word);
    }

    private void clear() {
        int places = wordUnits.length + 1;
        if (best.length < places) {
            best = new double[places];
            origins = new int[places];
            ids = new int[places];
        }
        Arrays.fill(origins, 0, places, -1);
        best[0] = model.start(total);
    }

    /// Reaches as far as a piece can that starts at `at`, where a character goes up to `next`.
    private void forward(int at, int next) {
        char[] units = wordUnits.units;
        Vocabulary vocabulary = model.vocabulary();
        int most = vocabulary.hash(units, at, wordUnits.length, hashes);
        boolean single = false;
        for (int count = 1; count <= most; count++) {
            int id = vocabulary.id(units, at, count, hashes[count - 1]);
            if (id >= 0 && !model.isControl(id)) {
                reach(at, at + count, id, model.score(id));
                single |= at + count == next;
            }
        }
        if (!single) {
            reach(at, next, model.unknownId(), model.unknownScore);
        }
    }

    private void reach(int from, int to, int id, double score) {
        double sum = model.sum(best[from], score);
        if (origins[to] < 0 || sum > best[to]) {
            best[to] = sum;
            origins[to] = from;
            ids[to] = id;
        }
    }

    /// Turns the best spelling round, so that it reads from the start, and adds its pieces.
    private void back(int word) {
        int to = wordUnits.length;
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

    /// What is unknown side by side is one place, also when it is spelled by bytes.
    private void unknown(int from, int to, int word) {
        if (!model.byteFallback) {
            add(model.unknownId(), from, to, word);
            return;
        }
        for (int at = from; at < to; ) {
            int character = Character.codePointAt(wordUnits.units, at, to);
            int count = Utf8.length(character);
            for (int i = 0; i < count; i++) {
                add(model.ofByte(Utf8.byteAt(character, count, i)), from, to, word);
            }
            at += Character.charCount(character);
        }
    }

    private void add(int id, int from, int to, int word) {
        wordUnits.add(pieces, id, from, to, word);
    }
}
