// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry.Padding;
import io.edgewise.inference.bundle.ModelEntry.Sequence;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Fills and runs a graph that takes one text, as BERT's do: a row of ids, and what goes with them.
///
/// | role | content |
/// |---|---|
/// | ids | the window's ids, the padding piece where there is none |
/// | mask | 1 for each token, 0 for padding |
/// | type-ids | 0 |
/// | positions | from 0; 0 for padding |
///
/// A row whose length the graph leaves open is as long as the window, or as the next length that its delegate is
/// built for; one of fixed length is filled up. One window in each pass.
///
/// Confined to the thread of its graph.
final class SequenceEncoder implements Encoder {
    /// Differs from the one message that goes with it, so that rows of tokens and of messages can be told apart.
    private static final int PROBE_TOKENS = 3;

    private final BundleDescriptor bundle;
    private final Sequence model;
    private final Graph graph;
    private final Map<InputRole, TokenRow> rows;
    private final HeadOutputs heads;
    private final Lengths lengths;
    private int length;

    /// Takes the graph over, unless it throws.
    ///
    /// @param wanted of the passes, where the graph leaves them open
    /// @throws DelegateException when it does, has no mask, and not any length will do
    /// @throws io.edgewise.inference.UnsupportedModelException when an input or a head is not what the bundle says
    SequenceEncoder(BundleDescriptor bundle, Sequence model, Graph graph, Lengths wanted) {
        this.bundle = bundle;
        this.model = model;
        this.graph = graph;
        this.rows = new SequenceInputs(bundle, model, graph).rows();
        this.heads = new HeadOutputs(bundle, graph);
        this.lengths = lengths(wanted);
        lengths.allowed().forEach(this::shape);
        probe();
    }

    private Lengths lengths(Lengths wanted) {
        if (!isOpen()) {
            return new Lengths(List.of(model.maxTokens()));
        }
        if (!wanted.isAny() && !rows.containsKey(InputRole.MASK)) {
            // Each text would need an interpreter of its own length.
            throw new DelegateException(
                    graph.name() + " leaves the length of its row open and has no mask, so what fills"
                            + " a row up would count as text: a delegate that is built for a few lengths can't run it");
        }
        return wanted;
    }

    /// A graph that computes shapes as it goes has those of its outputs only when it has run.
    private void probe() {
        int tokens = lengths.fit(Math.min(PROBE_TOKENS, model.maxTokens()));
        shape(tokens);
        fill(new int[tokens], 0, tokens);
        graph.invoke();
        heads.check(tokens);
    }

    private boolean isOpen() {
        return rows.values().stream().allMatch(TokenRow::isOpen);
    }

    @Override
    public Pass run(List<Window> windows, Set<String> outputs) {
        if (windows.size() != 1) {
            throw new IllegalArgumentException(
                    "a pass of this model needs one window, and has no room for more; got " + windows.size());
        }
        Window window = windows.getFirst();
        int tokens = window.tokens();
        if (tokens > model.maxTokens()) {
            throw new InferenceException("a window of " + tokens + " tokens is too long: bundle " + bundle.id()
                    + " takes at most " + model.maxTokens());
        }
        // Where there are no special pieces, a text can be empty; a row can not.
        shape(lengths.fit(Math.max(tokens, 1)));
        int start = model.padding().side() == Padding.Side.LEFT ? length - tokens : 0;
        fill(ids(window, start), start, tokens);
        graph.invoke();
        return new Pass(heads.read(outputs), new int[] {start});
    }

    /// Resizing costs about 0.1 ms whatever changed, so it is done only when something did.
    private void shape(int tokens) {
        if (tokens == length) {
            return;
        }
        length = 0;
        Map<String, Shape> shapes = new HashMap<>();
        rows.forEach((role, row) -> shapes.put(tensor(role), row.shape(tokens)));
        graph.resize(shapes);
        length = tokens;
    }

    private int[] ids(Window window, int start) {
        int[] ids = new int[length];
        Arrays.fill(ids, model.padding().id());
        window.copyIds(ids, start);
        for (int id : ids) {
            // TFLite's own GATHER reports an id out of range; a delegate that takes GATHER need not.
            if (id < 0 || id >= model.vocabularySize()) {
                throw new InferenceException("token id " + id + " is out of range: bundle " + bundle.id() + " has "
                        + model.vocabularySize() + " word rows");
            }
        }
        return ids;
    }

    private void fill(int[] ids, int start, int tokens) {
        for (InputRole role : rows.keySet()) {
            int[] row = new int[length];
            switch (role) {
                case IDS -> System.arraycopy(ids, 0, row, 0, length);
                case MASK -> Arrays.fill(row, start, start + tokens, 1);
                case POSITIONS -> Arrays.setAll(row, i -> i < start || i >= start + tokens ? 0 : i - start);
                case TYPE_IDS -> {}
            }
            graph.putInts(tensor(role), row);
        }
    }

    private String tensor(InputRole role) {
        return SequenceInputs.tensor(model, role);
    }

    @Override
    public int packTokens() {
        return 0;
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
