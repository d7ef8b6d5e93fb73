// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.decoder.DecoderForm;
import io.edgewise.importer.decoder.DecoderModel;
import io.edgewise.importer.decoder.DecoderShape;
import io.edgewise.importer.decoder.Linear;
import io.edgewise.importer.decoder.Rotation;
import io.edgewise.importer.graph.DecoderLayers.Output;
import io.edgewise.importer.graph.DecoderLayers.Past;
import io.edgewise.importer.graph.DecoderLayers.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tensorflow.lite.schema.TensorType;

/// Writes a decoder as one graph, which reads a prompt and writes a text token by token alike. For one file.
///
/// | tensor | type and shape | meaning |
/// |---|---|---|
/// | `tokens`, `pos` | int32 [T] | ids and positions of the new tokens |
/// | `rows` | int32 [R] | which of them get logits |
/// | `mask`, `mask_local` | float32 [group * T, P + T] | 0 where a token is seen, -1e9 where not |
/// | `k_0`, `v_0` … | float32 [heads of keys, P, width of a head] | caches, of which the caller keeps care |
/// | `logits` | float32 [R, vocabulary] | |
/// | `k_new_0`, `v_new_0` … | float32 [heads of keys, T, width of a head] | what to append to the caches |
///
/// Columns of a mask are the P rows of the caches, then the new tokens; its rows are repeated for each head
/// of a group. `mask_local` is that of the layers with a window, and is only there with such. Unused rows of
/// a cache must hold numbers, any. T, R and P may change from run to run. Inputs and outputs stand in this
/// order, also in the signature [#SIGNATURE]. Weights lie behind the tables, so a file may be larger than
/// what tables can describe (2 GB), and are written a few rows at a time. The same model makes the same
/// bytes.
///
/// XNNPACK takes all of it but the lookups and the choice of rows: nothing is cut out by a size that changes,
/// and no tensor is reshaped in which both T and P are open.
public final class DecoderGraph {
    /// The signature's key.
    public static final String SIGNATURE = "decoder";

    /// Rows of the caches before anybody resizes them.
    public static final int FIRST_ROWS = 64;

    /// Behind the tables, weights begin at a page.
    private static final int PAGE = 4096;

    /// Any place beyond all tables: a file of it is only measured.
    private static final long FAR = 1L << 40;

    private static final byte INT = TensorType.INT32;
    private static final byte FLOAT = TensorType.FLOAT32;

    private final DecoderModel model;
    private final DecoderShape shape;
    private final DecoderForm form;
    private final DecoderPrecision precision;
    private final WeightRegion region;
    private final GraphFile file = new GraphFile(0);
    private final DecoderNodes nodes;
    private final DecoderLayers layers;

    private DecoderGraph(DecoderModel model, DecoderPrecision precision, WeightRegion region) {
        this.model = model;
        this.shape = model.shape();
        this.form = model.form();
        this.precision = precision;
        this.region = region;
        this.nodes = new DecoderNodes(file, new OutsideConstants(file, region, precision));
        this.layers = new DecoderLayers(model, precision, nodes);
    }

    /// Writes the file, which must not be there yet. After an exception it is there in part: whoever asked
    /// deletes it.
    ///
    /// @throws io.edgewise.importer.checkpoint.CheckpointException when the weights can't be read
    public static void write(DecoderModel model, DecoderPrecision precision, Path target) throws IOException {
        long begin = measured(model, precision).begin();
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            DecoderGraph graph = new DecoderGraph(model, precision, new WeightRegion(begin, Optional.of(channel)));
            ByteBuffer tables = graph.tables();
            if (tables.remaining() > begin) {
                throw new IllegalStateException("tables of " + tables.remaining() + " bytes, measured were " + begin);
            }
            GraphFile.write(tables, channel);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// How large a file will be, exactly. Reads no weights.
    public static long bytes(DecoderModel model, DecoderPrecision precision) {
        Size size = measured(model, precision);
        return size.begin() + size.weights();
    }

    private record Size(long begin, long weights) {}

    /// Tables have the same length wherever the weights lie, and whatever they are.
    private static Size measured(DecoderModel model, DecoderPrecision precision) {
        DecoderGraph graph = new DecoderGraph(model, precision, new WeightRegion(FAR, Optional.empty()));
        int tables = graph.tables().remaining();
        return new Size(Math.ceilDiv(tables, PAGE) * (long) PAGE, graph.region.end() - FAR);
    }

    private ByteBuffer tables() {
        build();
        return file.finish(
                SIGNATURE,
                model.type() + " decoder, " + shape.layers() + " layers, "
                        + precision.name().toLowerCase(Locale.ROOT));
    }

    private void build() {
        int[] one = {1};
        int tokens = nodes.input("tokens", INT, one, -1);
        int positions = nodes.input("pos", INT, one, -1);
        int rows = nodes.input("rows", INT, one, -1);
        int mask = mask("mask");
        int localMask = form.local().isEmpty() ? mask : mask("mask_local");
        List<int[]> caches = caches();
        int words = words(tokens, positions);
        Optional<Turn> turn = form.rotation().map(rotation -> turn(rotation, positions));
        Optional<Turn> localTurn =
                form.localRotation().map(rotation -> turn(rotation, positions)).or(() -> turn);
        List<Output> outputs = new ArrayList<>();
        int hidden = words;
        for (int i = 0; i < shape.layers(); i++) {
            boolean local = form.local().contains(i);
            Past past =
                    new Past(local ? localTurn : turn, local ? localMask : mask, caches.get(i)[0], caches.get(i)[1]);
            outputs.add(layers.layer(i, hidden, model.weights().layers().get(i), past));
            hidden = outputs.getLast().hidden();
        }
        file.output("logits", logits(hidden, rows));
        for (int i = 0; i < outputs.size(); i++) {
            file.output("k_new_" + i, outputs.get(i).keys());
            file.output("v_new_" + i, outputs.get(i).values());
        }
    }

    private int mask(String name) {
        return nodes.input(name, FLOAT, new int[] {shape.group(), FIRST_ROWS + 1}, -1, -1);
    }

    /// Of each layer, keys and values.
    private List<int[]> caches() {
        List<int[]> caches = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            caches.add(new int[] {cache("k_" + i), cache("v_" + i)});
        }
        return caches;
    }

    private int cache(String name) {
        return nodes.input(
                name,
                FLOAT,
                new int[] {shape.keyHeads(), FIRST_ROWS, shape.headWidth()},
                shape.keyHeads(),
                -1,
                shape.headWidth());
    }

    private int words(int tokens, int positions) {
        int looked = nodes.lookUp(model.weights().words(), tokens);
        int scaled = form.wordScale() == 1 ? looked : nodes.multiply(looked, form.wordScale());
        return model.weights()
                .positions()
                .map(table -> nodes.add(scaled, nodes.lookUpExactly(first(table), positions)))
                .orElse(scaled);
    }

    private Weights first(Weights table) {
        return new FirstRows(table, model.context());
    }

    private Turn turn(Rotation rotation, int positions) {
        return new Turn(
                row(rotation.cosines(model.context(), shape.headWidth()), positions),
                row(rotation.sines(model.context(), shape.headWidth()), positions));
    }

    /// [T, 1, width of a head]: the same for all heads.
    private int row(Weights table, int positions) {
        return nodes.reshape(nodes.lookUpExactly(table, positions), -1, 1, shape.headWidth());
    }

    private int logits(int hidden, int rows) {
        Linear head = model.weights().head();
        int last = nodes.gather(layers.normalize(hidden, model.weights().norm()), rows);
        Optional<Float> cap = form.logitCap();
        return cap.isPresent()
                ? nodes.cap("logits", nodes.head("", last, head), cap.get())
                : nodes.head("logits", last, head);
    }

    /// As much of a table of positions as a context has.
    private record FirstRows(Weights table, int count) implements Weights {
        @Override
        public String name() {
            return table.name();
        }

        @Override
        public List<Integer> shape() {
            return List.of(count, table.columns());
        }

        @Override
        public void row(int row, float[] target) {
            table.row(row, target);
        }
    }
}
