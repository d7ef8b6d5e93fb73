// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.Generation;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The bundle, with the graph and the caches that a gateway has. Confined to one thread; does not own
/// the generator.
final class OwnWriter implements Writer {
    static final int CONTEXT = 1024;
    /// Tokens of a prompt that [Generation] reads in one call.
    private static final int PORTION = 128;

    private static final double NANOS = 1e9;
    private static final String MORE = " oil";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Generator generator;
    private final double loadMillis;
    private final long weightBytes;
    private int turns;

    /// @param loadMillis of the generator
    /// @param weightBytes of the graph's file
    OwnWriter(Generator generator, double loadMillis, long weightBytes) {
        this.generator = generator;
        this.loadMillis = loadMillis;
        this.weightBytes = weightBytes;
    }

    @Override
    public String name() {
        return "edgewise " + generator.bundle().descriptor().id();
    }

    @Override
    public double loadMillis() {
        return loadMillis;
    }

    @Override
    public long weightBytes() {
        return weightBytes;
    }

    @Override
    public long cacheBytesPerToken() {
        return generator.receipt().room().cacheBytes() / CONTEXT;
    }

    @Override
    public Turn turn(int promptTokens, int tokens) {
        List<Message> prompt = prompt(++turns, promptTokens);
        forget(generator);
        try (Generation generation = generator.begin(GenerationRequest.of(prompt, new Limits(tokens, LONG)))) {
            long begin = System.nanoTime();
            for (int read = 0; read < promptTokens; read += PORTION) {
                generation.advance();
            }
            long between = System.nanoTime();
            while (!generation.isDone()) {
                generation.advance();
            }
            double seconds = (System.nanoTime() - between) / NANOS;
            Generated written = generation.result();
            return new Turn(
                    written.promptTokens() - written.reusedTokens(),
                    (between - begin) / NANOS,
                    written.tokens(),
                    seconds);
        }
    }

    /// A story is long: the model does not end it before it has to.
    private List<Message> prompt(int turn, int tokens) {
        StringBuilder text = new StringBuilder(turn + " times the pump broke. Write a very long story about it, with");
        while (length(text + MORE) <= tokens) {
            text.append(MORE);
        }
        return message(text);
    }

    private int length(CharSequence text) {
        return generator
                .write(GenerationRequest.of(message(text), new Limits(1, LONG)))
                .promptTokens();
    }

    private static List<Message> message(CharSequence text) {
        return List.of(Message.user(text.toString()));
    }

    /// Another text takes the place of what the cache has: the next prompt is read alike, whatever was before
    /// it.
    static void forget(Generator generator) {
        generator.write(GenerationRequest.of(message("What is a pump?"), new Limits(1, LONG)));
    }

    @Override
    public Resident resident() throws IOException {
        return Resident.of(ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        // the generator is closed by whoever has opened it
    }
}
