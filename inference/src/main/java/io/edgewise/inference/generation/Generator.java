// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.bundle.GeneratorDescriptor.DecoderEntry;
import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.inference.plan.LeftOver;
import io.edgewise.inference.plan.Trial.Share;
import io.edgewise.inference.plan.WeightCaches;
import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Writes texts with one bundle on the thread that opened it. Several can be under way at once, each with a
/// cache of its own; whoever calls them in turn ([Generation#advance]) shares the model fairly.
///
/// A prompt is read from where it differs from what one of the caches has: what all messages of a route begin
/// with is read for the first of them.
///
/// Confined to one thread. Owns the native model and the caches: their memory is taken when
/// it is opened.
public final class Generator implements AutoCloseable {
    private final GeneratorBundle bundle;
    private final Model model;
    private final Decoder decoder;
    private final Vocabulary vocabulary;
    private final int context;
    private final LongSupplier nanoTime;
    private final List<Session> free = new ArrayList<>();
    /// Empty until it is open.
    private Optional<GeneratorReceipt> receipt = Optional.empty();

    private Generator(GeneratorBundle bundle, Model model, Decoder decoder, Vocabulary vocabulary, Options options) {
        this.bundle = bundle;
        this.model = model;
        this.decoder = decoder;
        this.vocabulary = vocabulary;
        this.context = Math.min(options.context(), bundle.descriptor().model().context());
        this.nanoTime = options.nanoTime();
    }

    /// How a generator works.
    ///
    /// @param context most tokens of a text with its answer, at most what the bundle has; its memory is taken
    /// for each of the texts
    /// @param texts how many may be under way at once
    /// @param threads of the graph: one unless the machine has nothing else to do
    /// @param weights where packed weights are kept, so that the next start takes a tenth of the time
    /// @param nanoTime the clock of time limits
    public record Options(int context, int texts, int threads, Optional<WeightCaches> weights, LongSupplier nanoTime) {
        /// One text of up to 1024 tokens at a time, on the calling thread alone.
        public static final Options DEFAULT = new Options(1024, 1, 1, Optional.empty(), System::nanoTime);
    }

    /// Builds the model, and puts the golden prompts to it. Takes over the bundle's model file in any case.
    ///
    /// @throws io.edgewise.inference.InferenceException when the bundle can't be used here
    public static Generator open(TensorFlowLite lite, GeneratorBundle bundle, Options options) {
        long begin = options.nanoTime().getAsLong();
        Model model = model(lite, bundle);
        try {
            Vocabulary vocabulary = Vocabulary.of(bundle);
            Generator generator = new Generator(bundle, model, decoder(bundle, model, options), vocabulary, options);
            generator.prepare(lite.version(), options, begin);
            return generator;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static Model model(TensorFlowLite lite, GeneratorBundle bundle) {
        try {
            return lite.model(bundle.modelFile());
        } catch (RuntimeException | Error e) {
            bundle.modelFile().closeUnlessOwned();
            throw e;
        }
    }

    private static Decoder decoder(GeneratorBundle bundle, Model model, Options options) {
        Delegate.XnnPack plain = new Delegate.XnnPack(options.threads());
        Delegate delegate = options.weights()
                .map(caches -> caches.cached(plain, model, bundle.modelSha256()))
                .orElse(plain);
        Interpreter interpreter =
                model.interpreter(new InterpreterOptions(List.of(delegate), options.threads(), false));
        try {
            DecoderEntry entry = bundle.descriptor().model();
            return new Decoder(interpreter, DecoderShape.of(interpreter), entry.heads(), entry.window());
        } catch (RuntimeException | Error e) {
            interpreter.close();
            throw e;
        }
    }

    /// Takes the memory of the texts, and puts the golden prompts to the model. Closed when that fails, but for
    /// the model.
    private void prepare(String library, Options options, long begin) {
        try {
            for (int i = 0; i < options.texts(); i++) {
                free.add(session(context));
            }
            double divergence =
                    GoldenDivergence.require(bundle, decoder, free.getFirst().cache());
            // The delegate has packed its own copy of the weights; what is still read from the file is small.
            bundle.modelFile().unload();
            receipt = Optional.of(receipt(library, options, divergence, begin));
        } catch (RuntimeException | Error e) {
            closeDecoder();
            throw e;
        }
    }

    private GeneratorReceipt receipt(String library, Options options, double divergence, long begin) {
        PlanReport plan = decoder.plan();
        GeneratorDescriptor descriptor = bundle.descriptor();
        return new GeneratorReceipt(
                descriptor.id(),
                bundle.modelSha256(),
                library,
                new GeneratorReceipt.Nodes(plan.model().nodes(), Share.of(plan), LeftOver.of(plan)),
                new GeneratorReceipt.Room(
                        context,
                        options.texts(),
                        options.threads(),
                        bundle.modelFile().size(),
                        decoder.shape().bytesPerToken() * KeyValueCache.roundedUp(context) * options.texts()),
                new GeneratorReceipt.Golden(
                        bundle.goldenPrompts().prompts().size(),
                        divergence,
                        descriptor.golden().divergence()),
                Instant.now(),
                Duration.ofNanos(nanoTime.getAsLong() - begin));
    }

    private Session session(int tokens) {
        return new Session(
                new KeyValueCache(decoder.shape(), tokens), decoder.shape().vocabulary());
    }

    /// What it turned out to be on this board when it was opened.
    public GeneratorReceipt receipt() {
        return receipt.orElseThrow();
    }

    /// What it writes with.
    public GeneratorBundle bundle() {
        return bundle;
    }

    /// The bytes of its tokens, by which a grammar is followed.
    public TokenBytes tokens() {
        return vocabulary.tokens();
    }

    /// What the delegates took.
    public PlanReport plan() {
        return decoder.plan();
    }

    /// Whether a further text can be begun.
    public boolean hasRoom() {
        return !free.isEmpty();
    }

    /// Begins a text; nothing is computed yet. Whoever begins it closes it.
    ///
    /// @throws ContextFullException when the prompt alone is longer than the context, and may not be shortened
    /// @throws IllegalStateException when as many texts as may be are under way
    public Generation begin(GenerationRequest request) {
        FittedPrompt fitted = FittedPrompt.of(
                request.prompt(),
                vocabulary.prompts(),
                context,
                request.limits().tokens());
        int[] prompt = fitted.ids();
        Session session = free.stream()
                .max(Comparator.comparingInt(known -> known.common(prompt)))
                .orElseThrow(() -> new IllegalStateException("no further text can be under way in bundle "
                        + bundle.descriptor().id()));
        free.remove(session);
        // The last token is read in any case: it is behind that one that the answer begins.
        session.rewind(Math.min(session.common(prompt), prompt.length - 1));
        return new Generation(this, decoder, vocabulary, session, request, fitted, nanoTime);
    }

    /// Writes a text to its end.
    public Generated write(GenerationRequest request) {
        try (Generation generation = begin(request)) {
            while (!generation.isDone()) {
                generation.advance();
            }
            return generation.result();
        }
    }

    int context() {
        return context;
    }

    void ended(Session session) {
        free.add(session);
    }

    @Override
    public void close() {
        closeDecoder();
        model.close();
    }

    /// The caches are memory that the decoder uses: they are freed after it.
    private void closeDecoder() {
        decoder.close();
        free.forEach(Session::close);
    }
}
