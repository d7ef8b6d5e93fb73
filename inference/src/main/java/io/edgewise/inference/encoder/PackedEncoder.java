// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorSpec;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.util.Arrays;
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
/// Confined to the thread of its graph.
final class PackedEncoder implements Encoder {
    /// Differs from the one message that goes with it, so that rows of tokens and of messages can be told apart.
    private static final int PROBE_TOKENS = 3;

    /// The segment of tokens that fill a pass up to a length that the graph has: of no message, so no message sees
    /// them.
    private static final float DEAD = -1;

    private static final Set<String> INPUTS = new TreeSet<>(Set.of("ids", "positions", "segments", "pool"));

    private final BundleDescriptor bundle;
    private final Tokenizer tokenizer;
    private final Graph graph;
    private final Lengths lengths;
    private int tokens = -1;
    private int messages = -1;

    /// Takes the graph over, unless it throws.
    ///
    /// @throws UnsupportedModelException when the signature, an input or a head is missing or has another width
    PackedEncoder(BundleDescriptor bundle, Tokenizer tokenizer, Graph graph, Lengths lengths) {
        this.bundle = bundle;
        this.tokenizer = tokenizer;
        this.graph = graph;
        this.lengths = lengths;
        lengths.allowed().forEach(length -> shape(length, 1));
        checkSignature();
    }

    private void checkSignature() {
        if (!INPUTS.equals(new TreeSet<>(graph.inputNames()))) {
            throw new UnsupportedModelException("bundle " + bundle.id() + ": " + graph.name() + " takes "
                    + graph.inputNames() + ", a packed encoder takes " + INPUTS);
        }
        shape(lengths.fit(PROBE_TOKENS), 1);
        bundle.heads().forEach(this::checkHead);
    }

    private void checkHead(Head head) {
        String output = "bundle " + bundle.id() + ": output \"" + head.name() + "\" is ";
        if (!graph.outputNames().contains(head.name())) {
            throw new UnsupportedModelException("bundle " + bundle.id() + ": the model has no output \"" + head.name()
                    + "\" (have: " + graph.outputNames() + ")");
        }
        TensorSpec tensor = graph.outputSpec(head.name());
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
        if (shape.elements() != (long) width * (ofTokens ? tokens : 1)) {
            throw new UnsupportedModelException(output + shape + " for " + tokens
                    + " tokens of 1 message: a head of this kind has a row for each "
                    + (ofTokens ? "token" : "message"));
        }
    }

    @Override
    public Pass run(List<Window> windows, Set<String> outputs) {
        int[] starts = starts(windows);
        int total = lengths.fit(windows.stream().mapToInt(Window::tokens).sum());
        shape(total, windows.size());
        fill(windows, starts, total);
        graph.invoke();
        Map<String, float[]> logits = new HashMap<>();
        for (String output : outputs) {
            logits.put(output, graph.floats(output));
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
        graph.resize(
                Map.of("ids", row, "positions", row, "segments", row, "pool", Shape.of(1, newMessages, newTokens)));
        tokens = newTokens;
        messages = newMessages;
    }

    private void fill(List<Window> windows, int[] starts, int total) {
        int[] ids = new int[total];
        int[] positions = new int[total];
        float[] segments = new float[total];
        Arrays.fill(segments, DEAD);
        float[] pool = new float[windows.size() * total];
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
            Arrays.fill(segments, start, start + length, m);
            Arrays.fill(pool, m * total + start, m * total + start + length, 1f / length);
        }
        requireIdsInRange(ids);
        graph.putInts("ids", ids);
        graph.putInts("positions", positions);
        graph.putFloats("segments", segments);
        graph.putFloats("pool", pool);
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

    /// A graph that is built for one length at a time is built for one message, too.
    @Override
    public int packTokens() {
        return lengths.isAny() ? bundle.model().packTokens() : 0;
    }

    @Override
    public PlanReport plan() {
        return graph.plan();
    }

    @Override
    public void close() {
        graph.close();
    }
}
