// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.inference.generation.Generation;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Prompt;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.grammar.Grammar;
import io.edgewise.inference.grammar.TokenMasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a mask at each token costs: the same text, written freely and under an expression that
/// allows everything, in turn. Confined to the generator's thread.
final class MaskCost {
    private static final String ANYTHING = "(.|\\n)+";
    private static final int TOKENS = 64;
    private static final double MILLIS = 1e6;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Generator generator;
    private final Optional<TokenMasks> form;
    private final List<Double> free = new ArrayList<>();
    private final List<Double> masked = new ArrayList<>();

    MaskCost(Generator generator) {
        this.generator = generator;
        this.form = Optional.of(new TokenMasks(Grammar.ofRegex(ANYTHING), generator.tokens()));
    }

    void round(int round) {
        String text = "Write a long story about pump " + round + ".";
        boolean freeFirst = round % 2 == 0;
        String one = freeFirst ? written(text, Optional.empty(), free) : written(text, form, masked);
        String other = freeFirst ? written(text, form, masked) : written(text, Optional.empty(), free);
        if (!one.equals(other)) {
            throw new IllegalStateException("with a mask that allows everything another text was written: \"" + one
                    + "\" and \"" + other + "\"");
        }
    }

    private String written(String text, Optional<TokenMasks> grammar, List<Double> steps) {
        GenerationRequest request = new GenerationRequest(
                Prompt.of(List.of(Message.user(text)), ""),
                grammar,
                new Limits(TOKENS, LONG),
                Sampling.GREEDY,
                List.of());
        List<Double> took = new ArrayList<>();
        OwnWriter.forget(generator);
        try (Generation generation = generator.begin(request)) {
            generation.advance();
            while (!generation.isDone()) {
                long begin = System.nanoTime();
                generation.advance();
                took.add((System.nanoTime() - begin) / MILLIS);
            }
            steps.add(Numbers.median(took));
            return generation.result().text();
        }
    }

    /// Milliseconds of a step, the least of the medians of all rounds.
    double freeMillis() {
        return Numbers.least(free);
    }

    double maskedMillis() {
        return Numbers.least(masked);
    }

    /// How much longer a step takes with a mask: the median of what the rounds say.
    double share() {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < free.size(); i++) {
            shares.add(masked.get(i) / free.get(i) - 1);
        }
        return Numbers.median(shares);
    }
}
