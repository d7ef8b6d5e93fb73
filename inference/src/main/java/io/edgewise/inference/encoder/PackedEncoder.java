// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import java.util.Arrays;
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
/// | in | `pool` | FLOAT32 [1, M, T] | row m: 1/length on message m's tokens, or 1 on its first |
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
    private final ModelEntry.Packed model;
    private final Graph graph;
    private final Lengths lengths;
    private final HeadOutputs heads;
    private int tokens = -1;
    private int messages = -1;

    /// Takes the graph over, unless it throws.
    ///
    /// @throws UnsupportedModelException when the signature, an input or a head is missing or has another width
    PackedEncoder(BundleDescriptor bundle, ModelEntry.Packed model, Graph graph, Lengths lengths) {
        this.bundle = bundle;
        this.model = model;
        this.graph = graph;
        this.lengths = lengths;
        this.heads = new HeadOutputs(bundle, graph);
        lengths.allowed().forEach(length -> shape(length, 1));
        checkSignature();
    }

    private void checkSignature() {
        if (!INPUTS.equals(new TreeSet<>(graph.inputNames()))) {
            throw new UnsupportedModelException("bundle " + bundle.id() + ": " + graph.name() + " takes "
                    + graph.inputNames() + ", a packed encoder takes " + INPUTS);
        }
        int probe = lengths.fit(PROBE_TOKENS);
        shape(probe, 1);
        heads.check(probe);
    }

    @Override
    public Pass run(List<Window> windows, Set<String> outputs) {
        int[] starts = starts(windows);
        int total = lengths.fit(windows.stream().mapToInt(Window::tokens).sum());
        shape(total, windows.size());
        fill(windows, starts, total);
        graph.invoke();
        return new Pass(heads.read(outputs), starts);
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
            if (length > model.maxPositions()) {
                throw new InferenceException("a window of " + length + " tokens is too long: bundle " + bundle.id()
                        + " has " + model.maxPositions() + " positions");
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
            window.copyIds(ids, start);
            for (int i = 0; i < length; i++) {
                positions[start + i] = i;
            }
            Arrays.fill(segments, start, start + length, m);
            switch (model.pooling()) {
                case MEAN -> Arrays.fill(pool, m * total + start, m * total + start + length, 1f / length);
                case FIRST -> pool[m * total + start] = 1;
            }
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
            if (id < 0 || id >= model.vocabularySize()) {
                throw new InferenceException("token id " + id + " is out of range: bundle " + bundle.id() + " has "
                        + model.vocabularySize() + " word rows");
            }
        }
    }

    /// A graph that is built for one length at a time is built for one message, too.
    @Override
    public int packTokens() {
        return lengths.isAny() ? model.packTokens() : 0;
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
