// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.Answer.Said;
import io.edgewise.inference.task.Embedding;
import java.util.List;
import java.util.Optional;

/// Whether two answers to one text mean the same. Another delegate rounds otherwise, so scores differ a little;
/// what is decided must not.
final class Agreement {
    /// As the planner asks of a delegate and TensorFlow Lite's own kernels.
    private static final double LEAST_COSINE = 0.99;

    private Agreement() {}

    static boolean of(Answer one, Answer other) {
        return decided(one).equals(decided(other)) && alike(one.embedding(), other.embedding());
    }

    private static List<Optional<?>> decided(Answer answer) {
        return List.of(
                answer.moderation().map(said -> said.answer().verdict()),
                answer.extraction().map(said -> said.answer().fields().size()),
                answer.classification().flatMap(said -> said.answer().label()),
                answer.classification().flatMap(said -> said.answer().labels()));
    }

    private static boolean alike(Optional<Said<Embedding>> one, Optional<Said<Embedding>> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return cosine(one.get().answer().values(), other.get().answer().values()) >= LEAST_COSINE;
    }

    private static double cosine(List<Float> a, List<Float> b) {
        double product = 0;
        double lengthOfA = 0;
        double lengthOfB = 0;
        for (int i = 0; i < a.size(); i++) {
            double ofA = a.get(i);
            double ofB = b.get(i);
            product += ofA * ofB;
            lengthOfA += ofA * ofA;
            lengthOfB += ofB * ofB;
        }
        return product / Math.sqrt(lengthOfA * lengthOfB);
    }
}
