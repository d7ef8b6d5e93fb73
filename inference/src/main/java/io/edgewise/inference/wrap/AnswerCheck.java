// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Logits;
import java.util.List;

/// Looks at what a model said of the golden texts: whether it reads them, and whether its numbers are what they are
/// taken for. Immutable.
///
/// @param rows a number for each label, of each text, or, of a tagger, of each token
record AnswerCheck(Head head, List<List<Double>> rows) {
    /// One step of an 8-bit output; so close to 0 or 1, texts that differ can have the same probability.
    private static final double STEP = 1.0 / 256;

    /// Shares that are rounded, to FLOAT16 or 8 bits, add up to 1 not quite.
    private static final double ROUNDING = 0.01;

    /// @param texts that were asked, whose ids differ
    void requireReading(List<String> texts, Findings findings) {
        if (rows.stream().distinct().count() > 1) {
            return;
        }
        String same = "the model says the same of " + texts;
        if (isSaturated()) {
            findings.note(same + ", as sure as its numbers can be: with texts of which it is less sure (--golden-text),"
                    + " golden tests would prove more");
        } else {
            findings.problem(
                    same + ": name texts in its language (--golden-text); if it says the same of those, it does"
                            + " not read what it is given: are its inputs in their right roles (--input), and is the vocabulary"
                            + " its own?");
        }
    }

    private boolean isSaturated() {
        return head.output().activation() != Activation.LOGITS
                && rows.stream()
                        .flatMap(List::stream)
                        .mapToDouble(logit -> Logits.probability(head, logit))
                        .allMatch(share -> share <= STEP || share >= 1 - STEP);
    }

    /// A graph can go on behind its softmax, so that its last operator says nothing.
    void requireLogits(Findings findings) {
        boolean shares = head.width() > 1
                && head.output().activation() == Activation.LOGITS
                && rows.stream().flatMap(List::stream).allMatch(number -> number >= 0 && number <= 1);
        if (!shares || head instanceof Head.Vector) {
            return;
        }
        boolean exclude = rows.stream()
                .mapToDouble(row -> row.stream().mapToDouble(n -> n).sum())
                .allMatch(sum -> Math.abs(sum - 1) <= ROUNDING);
        if (exclude) {
            findings.problem("the numbers of output \"" + head.output().tensor() + "\" were taken for logits, and are"
                    + " probabilities that add up to 1: say so (--activation softmax)");
        } else {
            findings.note("the numbers of output \"" + head.output().tensor() + "\" were taken for logits, and all lie"
                    + " between 0 and 1: if they are probabilities, say so (--activation sigmoid)");
        }
    }
}
