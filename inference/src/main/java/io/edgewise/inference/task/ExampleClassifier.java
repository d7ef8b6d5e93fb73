// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Gives a text the class whose example sentences it is most like, by the directions of their vectors. Nothing is
/// trained but two numbers.
///
/// A text is as similar to a class as the cosine between its vector and the mean of the class's examples, each
/// brought to length 1. How much similarity means *this class* differs from model to model, so it is learnt from
/// the examples: each is compared with its own class, without itself, and with the others, and a logistic curve is
/// laid through both kinds, which count the same. Its value for a class stands against *none*, whose is 0: scores
/// are the shares of a softmax over the classes and none, and add up to less than 1.
///
/// Immutable and thread-safe.
public final class ExampleClassifier {
    /// Where strangers kept out and texts lost are in balance on CLINC150 and SNIPS (`docs/tuning.md`).
    public static final double USUAL_MIN_SCORE = 0.6;

    private final Map<String, double[]> centres;
    private final LogisticCurve curve;

    private ExampleClassifier(Map<String, double[]> centres, LogisticCurve curve) {
        this.centres = centres;
        this.curve = curve;
    }

    /// @param examples vectors by class, at least two classes with at least two examples each
    /// @throws IllegalArgumentException when there are fewer
    public static ExampleClassifier of(Map<String, List<Embedding>> examples) {
        if (examples.size() < 2 || examples.values().stream().anyMatch(vectors -> vectors.size() < 2)) {
            throw new IllegalArgumentException("expected two classes or more with two examples or more each");
        }
        Map<String, List<double[]>> directions = new LinkedHashMap<>();
        Map<String, double[]> sums = new LinkedHashMap<>();
        examples.forEach((name, vectors) -> {
            List<double[]> ofClass =
                    vectors.stream().map(ExampleClassifier::unit).toList();
            directions.put(name, ofClass);
            sums.put(name, sum(ofClass));
        });
        Map<String, double[]> centres = new LinkedHashMap<>();
        sums.forEach((name, sum) -> centres.put(name, unit(sum)));
        return new ExampleClassifier(Collections.unmodifiableMap(centres), curve(directions, sums, centres));
    }

    private static LogisticCurve curve(
            Map<String, List<double[]>> examples, Map<String, double[]> sums, Map<String, double[]> centres) {
        List<Double> own = new ArrayList<>();
        List<Double> other = new ArrayList<>();
        examples.forEach((name, vectors) -> {
            for (double[] vector : vectors) {
                own.add(dot(vector, unit(without(Objects.requireNonNull(sums.get(name)), vector))));
                centres.forEach((another, centre) -> {
                    if (!another.equals(name)) {
                        other.add(dot(vector, centre));
                    }
                });
            }
        });
        return LogisticCurve.between(own, other);
    }

    /// @param minScore below it no class holds
    public Classification classify(Embedding text, double minScore) {
        double[] vector = unit(text);
        Map<String, Double> scores = new LinkedHashMap<>();
        double sum = 1; // none
        for (Map.Entry<String, double[]> centre : centres.entrySet()) {
            double weight = Math.exp(curve.logit(dot(vector, centre.getValue())));
            scores.put(centre.getKey(), weight);
            sum += weight;
        }
        double total = sum;
        scores.replaceAll((name, weight) -> weight / total);
        Map.Entry<String, Double> best =
                scores.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        return new Classification(
                Optional.of(best.getKey()).filter(name -> best.getValue() >= minScore),
                best.getValue(),
                Optional.empty(),
                scores);
    }

    private static double[] unit(Embedding embedding) {
        return unit(embedding.values().stream().mapToDouble(Float::doubleValue).toArray());
    }

    private static double[] unit(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        double[] unit = new double[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = length == 0 ? 0 : vector[i] / length;
        }
        return unit;
    }

    private static double[] sum(List<double[]> vectors) {
        double[] sum = new double[vectors.getFirst().length];
        for (double[] vector : vectors) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        return sum;
    }

    private static double[] without(double[] sum, double[] vector) {
        double[] rest = new double[sum.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = sum[i] - vector[i];
        }
        return rest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
