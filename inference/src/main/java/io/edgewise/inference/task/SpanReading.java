// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.InvalidOutputException;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.task.Field.By;
import io.edgewise.inference.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The fields of one token head in one text.
///
/// The label of a word is the one of its first piece. Of two windows that overlap, each decides as far as the
/// middle of the overlap, where its words have the most context, and the later one goes on from the label that
/// the earlier ended with. So memory stays that of one window, however long the text is.
final class SpanReading {
    private final Head.Spans head;
    private final String text;
    private final Encoding encoding;
    private final int overlap;
    private final BioDecoder decoder;
    /// Where the decoder's labels stand in the model's output.
    private final List<Integer> columns;
    private final List<Field> fields = new ArrayList<>();
    private final OpenSpan open = new OpenSpan();
    private int decided;
    private int lastLabel = BioDecoder.OUTSIDE;

    SpanReading(Head.Spans head, String text, Encoding encoding, int overlap) {
        this.head = head;
        this.text = text;
        this.encoding = encoding;
        this.overlap = overlap;
        this.decoder = new BioDecoder(head.labels().size());
        this.columns = head.columns();
    }

    void window(Window window, Pass pass, int message) {
        List<Integer> words = wordsFrom(window);
        double[] probabilities = logProbabilities(words, window, pass, message);
        int[] path = decoder.decode(probabilities, words.size(), lastLabel);
        int until = window.to() == encoding.size() ? window.to() : window.to() - overlap / 2;
        for (int i = 0; i < words.size() && words.get(i) < until; i++) {
            int label = path[i];
            decide(words.get(i), label, Math.exp(probabilities[i * head.labels().size() + label]));
            lastLabel = label;
        }
        decided = until;
    }

    /// First pieces of the window's words that are not decided yet.
    private List<Integer> wordsFrom(Window window) {
        List<Integer> words = new ArrayList<>();
        for (int piece = Math.max(decided, window.from()); piece < window.to(); piece++) {
            if (encoding.startsWord(piece)) {
                words.add(piece);
            }
        }
        return words;
    }

    private double[] logProbabilities(List<Integer> words, Window window, Pass pass, int message) {
        int width = head.labels().size();
        double[] result = new double[words.size() * width];
        for (int i = 0; i < words.size(); i++) {
            int token = window.token(words.get(i));
            double max = Double.NEGATIVE_INFINITY;
            for (int label = 0; label < width; label++) {
                double logit = pass.token(head.name(), message, token, width, columns.get(label));
                result[i * width + label] = logit;
                max = Math.max(max, logit);
            }
            normalise(result, i * width, width, max);
        }
        return result;
    }

    /// Logits to logarithms of a softmax.
    private void normalise(double[] logits, int at, int width, double max) {
        double sum = 0;
        for (int i = at; i < at + width; i++) {
            sum += Math.exp(logits[i] - max);
        }
        double total = max + Math.log(sum);
        if (!Double.isFinite(total)) {
            throw new InvalidOutputException("the model's output \"" + head.name() + "\" is not finite");
        }
        for (int i = at; i < at + width; i++) {
            logits[i] -= total;
        }
    }

    private void decide(int piece, int label, double probability) {
        if (!BioDecoder.isInside(label)) {
            close();
        }
        if (BioDecoder.isBegin(label)) {
            open.label = label;
            open.start = encoding.start(piece);
        }
        if (open.label != BioDecoder.OUTSIDE) {
            open.end = encoding.end(lastPieceOfWord(piece));
            open.words++;
            open.probabilities += probability;
        }
    }

    private int lastPieceOfWord(int piece) {
        int last = piece;
        while (last + 1 < encoding.size() && !encoding.startsWord(last + 1)) {
            last++;
        }
        return last;
    }

    private void close() {
        if (open.label != BioDecoder.OUTSIDE && fitted()) {
            fields.add(new Field(
                    head.group(),
                    head.type(columns.get(open.label)),
                    text.substring(open.start, open.end),
                    open.start,
                    open.end,
                    Optional.empty(),
                    open.probabilities / open.words,
                    By.MODEL));
        }
        open.label = BioDecoder.OUTSIDE;
        open.words = 0;
        open.probabilities = 0;
    }

    /// Leaves out white space at both ends: words of BPE and Unigram begin with the blank before them, and can be made
    /// of blanks alone. A mark goes with the letter before it, whether the tokenizer dropped it, composed it with
    /// the letter or made it a word.
    ///
    /// @return whether anything is left
    private boolean fitted() {
        while (open.start < open.end && (isBlank(text.charAt(open.start)) || isMark(open.start))) {
            open.start += Character.charCount(text.codePointAt(open.start));
        }
        while (open.end > open.start && isBlank(text.charAt(open.end - 1))) {
            open.end--;
        }
        boolean left = open.start < open.end;
        while (open.end < text.length() && isMark(open.end)) {
            open.end += Character.charCount(text.codePointAt(open.end));
        }
        return left;
    }

    /// Whether there is a combining mark, with a character before it that it can belong to.
    private boolean isMark(int at) {
        int type = Character.getType(text.codePointAt(at));
        return at > 0
                && (type == Character.NON_SPACING_MARK
                        || type == Character.COMBINING_SPACING_MARK
                        || type == Character.ENCLOSING_MARK);
    }

    private static boolean isBlank(char unit) {
        return Character.isWhitespace(unit) || Character.isSpaceChar(unit);
    }

    List<Field> fields() {
        close();
        return fields;
    }

    /// The span that the words decided last belong to.
    private static final class OpenSpan {
        int label = BioDecoder.OUTSIDE;
        int start;
        int end;
        int words;
        double probabilities;
    }
}
