// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.SignatureRunner;
import io.edgewise.inference.tflite.Tensor;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Fills and runs the signature `packed` of an encoder.
///
/// | | name | type, shape | content |
/// |---|---|---|---|
/// | in | `ids` | INT32 [1, T] | token ids, each message with its own `[CLS]` and `[SEP]` |
/// | in | `positions` | INT32 [1, T] | restart at 0 for each message |
/// | in | `segments` | FLOAT32 [1, T] | number of the message, 0 … M-1 |
/// | in | `pool` | FLOAT32 [1, M, T] | row m: 1/length on message m's tokens |
/// | out | sequence heads | FLOAT32 [1, M, K] | logits |
/// | out | token heads | FLOAT32 [1, T, L] | logits |
///
/// Confined to the lane thread that built it. Owns its interpreter, not the model.
public final class PackedEncoder implements AutoCloseable {
    /// Differs from the one message that goes with it, so that rows of tokens and of messages can be told apart.
    private static final int PROBE_TOKENS = 3;

    private static final Set<String> INPUTS = new TreeSet<>(Set.of("ids", "positions", "segments", "pool"));

    private final BundleDescriptor bundle;
    private final Tokenizer tokenizer;
    private final Interpreter interpreter;
    private final SignatureRunner runner;
    private int tokens = -1;
    private int messages = -1;

    private PackedEncoder(
            BundleDescriptor bundle, Tokenizer tokenizer, Interpreter interpreter, SignatureRunner runner) {
        this.bundle = bundle;
        this.tokenizer = tokenizer;
        this.interpreter = interpreter;
        this.runner = runner;
    }

    /// Builds the interpreter on the calling thread and checks that the graph is what the bundle says.
    ///
    /// @throws UnsupportedModelException when the signature, an input or a head is missing or has another width
    /// @throws io.edgewise.inference.DelegateException when the delegates don't take what they must
    public static PackedEncoder create(
            BundleDescriptor bundle, Tokenizer tokenizer, Model model, InterpreterOptions options) {
        return of(bundle, tokenizer, model.interpreter(options));
    }

    /// The same on an interpreter of the bundle's model, which it takes over.
    ///
    /// @throws UnsupportedModelException when the signature, an input or a head is missing or has another width
    public static PackedEncoder of(BundleDescriptor bundle, Tokenizer tokenizer, Interpreter interpreter) {
        try {
            String key = bundle.model().signature();
            if (!interpreter.signatureKeys().contains(key)) {
                throw new UnsupportedModelException("bundle " + bundle.id() + ": the model has no signature \"" + key
                        + "\" (have: " + interpreter.signatureKeys() + ")");
            }
            PackedEncoder encoder = new PackedEncoder(bundle, tokenizer, interpreter, interpreter.signatureRunner(key));
            encoder.checkSignature();
            return encoder;
        } catch (RuntimeException | Error e) {
            interpreter.close();
            throw e;
        }
    }

    private void checkSignature() {
        if (!INPUTS.equals(new TreeSet<>(runner.inputNames()))) {
            throw new UnsupportedModelException("bundle " + bundle.id() + ": signature \"" + runner.key() + "\" takes "
                    + runner.inputNames() + ", a packed encoder takes " + INPUTS);
        }
        shape(PROBE_TOKENS, 1);
        bundle.heads().forEach(this::checkHead);
    }

    private void checkHead(Head head) {
        String output = "bundle " + bundle.id() + ": output \"" + head.name() + "\" is ";
        if (!runner.outputNames().contains(head.name())) {
            throw new UnsupportedModelException("bundle " + bundle.id() + ": the model has no output \"" + head.name()
                    + "\" (have: " + runner.outputNames() + ")");
        }
        Tensor tensor = runner.output(head.name());
        Shape shape = tensor.shape();
        int width = shape.rank() == 0 ? 0 : shape.get(shape.rank() - 1);
        if (tensor.type() != TensorType.FLOAT32) {
            throw new UnsupportedModelException(output + tensor.type() + ", a head's logits are FLOAT32");
        }
        if (width != head.labels().size()) {
            throw new UnsupportedModelException(
                    output + shape + ", bundle.json names " + head.labels().size() + " labels");
        }
        boolean ofTokens = head instanceof Head.Spans;
        if (shape.elements() != (long) width * (ofTokens ? PROBE_TOKENS : 1)) {
            throw new UnsupportedModelException(output + shape + " for " + PROBE_TOKENS
                    + " tokens of 1 message: a head of this kind has a row for each "
                    + (ofTokens ? "token" : "message"));
        }
    }

    /// Runs the windows in one pass.
    ///
    /// @param windows at least one; more than one only while their tokens fit the bundle's `pack-tokens`
    /// @param outputs the outputs to read
    /// @throws IllegalArgumentException without a window, or for an output that the model lacks
    /// @throws InferenceException when a window is too long, an id is out of range, or the native side fails
    public Pass run(List<Window> windows, Set<String> outputs) {
        int[] starts = starts(windows);
        int total = windows.stream().mapToInt(Window::tokens).sum();
        shape(total, windows.size());
        fill(windows, starts, total);
        runner.invoke();
        Map<String, float[]> logits = new HashMap<>();
        for (String output : outputs) {
            logits.put(output, runner.output(output).floats());
        }
        return new Pass(logits, starts);
    }

    private int[] starts(List<Window> windows) {
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("a pass needs at least one window");
        }
        int[] starts = new int[windows.size()];
        int total = 0;
        for (int m = 0; m < starts.length; m++) {
            int length = windows.get(m).tokens();
            // TFLite's own GATHER reports a position out of range; a delegate that takes GATHER need not.
            if (length > bundle.model().maxPositions()) {
                throw new InferenceException("a window of " + length + " tokens is too long: bundle " + bundle.id()
                        + " has " + bundle.model().maxPositions() + " positions");
            }
            starts[m] = total;
            total += length;
        }
        return starts;
    }

    /// Resizing costs about 0.1 ms whatever changed, so it is done only when something did.
    private void shape(int newTokens, int newMessages) {
        if (newTokens == tokens && newMessages == messages) {
            return;
        }
        tokens = -1;
        Shape row = Shape.of(1, newTokens);
        runner.resizeInput("ids", row)
                .resizeInput("positions", row)
                .resizeInput("segments", row)
                .resizeInput("pool", Shape.of(1, newMessages, newTokens))
                .allocateTensors();
        tokens = newTokens;
        messages = newMessages;
    }

    private void fill(List<Window> windows, int[] starts, int total) {
        int[] ids = new int[total];
        int[] positions = new int[total];
        Tensor segments = runner.input("segments");
        Tensor pool = runner.input("pool");
        pool.clear();
        for (int m = 0; m < windows.size(); m++) {
            Window window = windows.get(m);
            int start = starts[m];
            int length = window.tokens();
            ids[start] = tokenizer.classifyId();
            window.encoding().copyIds(window.from(), window.to(), ids, start + 1);
            ids[start + length - 1] = tokenizer.separatorId();
            for (int i = 0; i < length; i++) {
                positions[start + i] = i;
            }
            segments.fillFloats(start, length, m);
            pool.fillFloats(m * total + start, length, 1f / length);
        }
        requireIdsInRange(ids);
        runner.input("ids").putInts(0, ids);
        runner.input("positions").putInts(0, positions);
    }

    /// TFLite's own GATHER reports an id out of range; a delegate that takes GATHER need not.
    private void requireIdsInRange(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= bundle.model().vocabularySize()) {
                throw new InferenceException("token id " + id + " is out of range: bundle " + bundle.id() + " has "
                        + bundle.model().vocabularySize() + " word rows");
            }
        }
    }

    /// What the delegates took.
    public PlanReport plan() {
        return interpreter.plan();
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
