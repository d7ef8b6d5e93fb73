// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.generation.Generated.Finish;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A text that is being written, a call of the model at a time: a portion of the prompt, a run of tokens that
/// are certain, or one token. Between two calls it may wait for others, or be given up.
///
/// Under a grammar what is written can always be completed; when a limit is reached it is, in the shortest way.
///
/// Confined to the thread of its generator. Close it, so that another text may begin.
public final class Generation implements AutoCloseable {
    /// Tokens of a prompt that are read at once: a call takes some tens of milliseconds, and the mask a
    /// megabyte.
    private static final int PORTION = 128;

    private final Generator generator;
    private final Decoder decoder;
    private final Vocabulary vocabulary;
    private final Session session;
    private final int[] prompt;
    private final OptionalInt cutAt;
    private final int reused;
    private final GenerationRequest.Limits limits;
    private final LongSupplier nanoTime;
    private final long begin;
    private final Sampler sampler;
    private final Draft draft;
    private final @Nullable GuidedWriting guided;
    private final long[] writable;

    private float[] logits = {};
    private int tokens;
    private int forced;
    private @Nullable OptionScores weighed;
    private @Nullable Finish finish;
    private boolean closed;

    Generation(
            Generator generator,
            Decoder decoder,
            Vocabulary vocabulary,
            Session session,
            GenerationRequest request,
            FittedPrompt fitted,
            LongSupplier nanoTime) {
        this.generator = generator;
        this.decoder = decoder;
        this.vocabulary = vocabulary;
        this.session = session;
        this.prompt = fitted.ids();
        this.cutAt = fitted.cutAt();
        this.reused = session.length();
        this.limits = request.limits();
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.sampler = new Sampler(request.sampling());
        this.draft = new Draft(request.stop());
        this.writable = vocabulary.writable().toLongArray();
        this.guided = request.grammar()
                .map(grammar -> new GuidedWriting(grammar.start(fitted.text()), vocabulary))
                .orElse(null);
    }

    /// Whether nothing more will come.
    public boolean isDone() {
        return finish != null;
    }

    /// Goes on by one call of the model, or none.
    ///
    /// @return what is certain of the text since the last call; often empty
    /// @throws io.edgewise.inference.InferenceException when the call fails; the text is worth nothing then
    public String advance() {
        if (closed || isDone()) {
            throw new IllegalStateException("the text has ended");
        }
        Optional<Finish> limit = limit();
        if (limit.isPresent()) {
            end(limit.get());
        } else if (session.length() < prompt.length) {
            readPrompt();
        } else {
            write();
        }
        return draft.news();
    }

    private Optional<Finish> limit() {
        if (nanoTime.getAsLong() - begin > limits.time().toNanos()) {
            return Optional.of(Finish.TIME);
        }
        if (tokens >= limits.tokens()) {
            return Optional.of(Finish.TOKENS);
        }
        return session.length() >= generator.context() ? Optional.of(Finish.CONTEXT) : Optional.empty();
    }

    private void readPrompt() {
        int from = session.length();
        int to = Math.min(prompt.length, from + PORTION);
        logits = session.append(decoder, Arrays.copyOfRange(prompt, from, to));
    }

    private void write() {
        GuidedWriting guide = guided;
        if (guide == null) {
            take(sampler.choose(logits, writable), null);
            return;
        }
        if (guide.isOver()) {
            end(Finish.END);
            return;
        }
        OptionScores open = weighed;
        if (open != null) {
            weigh(open, guide);
            return;
        }
        int room = Math.min(limits.tokens() - tokens, generator.context() - session.length());
        int[] certain = guide.certain(room);
        if (certain.length > 0) {
            takeAll(certain, guide);
            forced += certain.length;
            return;
        }
        Optional<OptionScores> options = guide.options(logits, room);
        if (options.isPresent()) {
            weigh(options.get(), guide);
        } else {
            take(sampler.choose(logits, guide.allowed()), guide);
        }
    }

    private void weigh(OptionScores options, GuidedWriting guide) {
        if (options.isDecided()) {
            weighed = null;
            takeAll(options.best(), guide);
        } else {
            weighed = options;
            options.look((ids, reading) -> decoder.look(session.cache(), ids, reading));
        }
    }

    private void take(int token, @Nullable GuidedWriting guide) {
        if (vocabulary.ends().get(token)) {
            end(Finish.END);
            return;
        }
        takeAll(new int[] {token}, guide);
    }

    private void takeAll(int[] ids, @Nullable GuidedWriting guide) {
        for (int id : ids) {
            sampler.saw(id);
            draft.add(vocabulary.bytes(id));
            if (guide != null) {
                guide.advance(id);
            }
        }
        tokens += ids.length;
        if (draft.isStopped()) {
            end(Finish.STOP);
        } else if (guide != null && guide.isOver()) {
            end(Finish.END);
        } else {
            logits = session.append(decoder, ids);
        }
    }

    private void end(Finish why) {
        if (guided != null && why != Finish.END) {
            draft.add(guided.shortestEnd());
        }
        draft.end();
        finish = why;
    }

    /// The text.
    ///
    /// @throws IllegalStateException before it is done
    public Generated result() {
        Finish why = finish;
        if (why == null) {
            throw new IllegalStateException("the text is not done");
        }
        return new Generated(draft.text(), why, prompt.length, reused, tokens, forced, cutAt);
    }

    /// Gives the text up, or makes room after it.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            generator.ended(session);
        }
    }
}
