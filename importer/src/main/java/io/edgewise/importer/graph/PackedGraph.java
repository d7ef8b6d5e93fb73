// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.architecture.Dense;
import io.edgewise.importer.architecture.EncoderShape;
import io.edgewise.importer.architecture.EncoderWeights.Layer;
import io.edgewise.importer.architecture.Nonlinearity;
import io.edgewise.importer.architecture.Norm;
import io.edgewise.importer.architecture.SourceModel;
import io.edgewise.importer.architecture.TrainedHead;
import io.edgewise.importer.checkpoint.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import org.tensorflow.lite.schema.TensorType;

/// Writes an encoder with its heads as a graph of the one signature `packed`: several messages in one row of
/// tokens, of which none sees another (`docs/decisions/0002-one-packed-signature.md`). For one file.
///
/// Two things of its order matter to XNNPACK: the tables are looked up before anything is computed, or it takes the
/// graph in two parts; and nothing is cut out by a size that is known late.
public final class PackedGraph {
    /// The signature's key.
    public static final String SIGNATURE = "packed";

    /// The output for a whole text, before any head.
    public static final String EMBEDDING = "embedding";

    /// Added to the score of a token of another message: its weight is then exactly zero in float32.
    private static final float OTHER_MESSAGE = -10_000;

    private final SourceModel model;
    private final EncoderShape shape;
    private final Precision precision;
    private final GraphFile file;
    private final EncoderNodes nodes;

    private PackedGraph(SourceModel model, Precision precision) {
        this.model = model;
        this.shape = model.shape();
        this.precision = precision;
        this.file = new GraphFile(bytes(model, precision));
        this.nodes = new EncoderNodes(file, new Constants(file), precision);
    }

    /// Writes the file, which must not be there yet.
    public static void write(SourceModel model, Precision precision, Path target) throws IOException {
        PackedGraph graph = new PackedGraph(model, precision);
        graph.build();
        graph.file.write(
                target,
                SIGNATURE,
                model.type() + " encoder, " + model.shape().layers() + " layers, "
                        + precision.name().toLowerCase(Locale.ROOT));
    }

    /// How large a file will be, nearly.
    public static long bytes(SourceModel model, Precision precision) {
        IdentityHashMap<Weights, Long> sizes = new IdentityHashMap<>();
        sizes.put(model.weights().words(), size(model.weights().words(), precision));
        sizes.put(model.weights().positions(), size(model.weights().positions(), Precision.FP32));
        model.weights().projection().ifPresent(dense -> add(sizes, dense, precision));
        for (Layer layer : model.weights().layers()) {
            for (Dense dense :
                    new Dense[] {layer.query(), layer.key(), layer.value(), layer.output(), layer.up(), layer.down()}) {
                add(sizes, dense, precision);
            }
        }
        model.heads().forEach(head -> head.stages().forEach(stage -> add(sizes, stage.dense(), precision)));
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void add(IdentityHashMap<Weights, Long> sizes, Dense dense, Precision precision) {
        sizes.put(dense.weight(), size(dense.weight(), precision));
        // With its bias, scales and zero points, at most 16 bytes a row.
        sizes.put(dense.bias(), 16L * dense.width());
    }

    private static long size(Weights weights, Precision precision) {
        return (long) weights.rows() * weights.columns() * precision.bytes();
    }

    private void build() {
        int ids = nodes.input("ids", TensorType.INT32, 1, -1);
        int positions = nodes.input("positions", TensorType.INT32, 1, -1);
        int words = nodes.lookUp(model.weights().words(), precision, ids);
        int places = nodes.lookUp(model.weights().positions(), Precision.FP32, positions);
        int others = others(nodes.input("segments", TensorType.FLOAT32, 1, -1));
        int pool = nodes.input("pool", TensorType.FLOAT32, 1, -1, -1);
        int hidden = normalize(nodes.add(words, places), model.weights().norm());
        if (model.weights().projection().isPresent()) {
            hidden = dense(hidden, model.weights().projection().get());
        }
        for (Layer layer : model.weights().layers()) {
            hidden = layer(hidden, others, layer);
        }
        int pooled = nodes.product(EMBEDDING, pool, hidden, false, 1, -1, shape.hidden());
        file.output(EMBEDDING, pooled);
        for (TrainedHead head : model.heads()) {
            file.output(head.name(), head(head, head.perToken() ? hidden : pooled));
        }
    }

    /// For each two tokens, what is added to the score: nothing inside a message.
    private int others(int segments) {
        int difference = nodes.squaredDifference(
                nodes.reshape(segments, 1, 1, -1, 1), nodes.reshape(segments, 1, 1, 1, -1), 1, 1, -1, -1);
        return nodes.multiply(difference, OTHER_MESSAGE);
    }

    private int layer(int x, int others, Layer layer) {
        int query = byHead(dense(x, layer.query()));
        int key = byHead(dense(x, layer.key()));
        int value = byHead(dense(x, layer.value()));
        int scores = nodes.multiply(nodes.product("", query, key, true, 1, shape.heads(), -1, -1), (float)
                (1 / Math.sqrt(shape.headWidth())));
        int weights = nodes.softmax(nodes.add(scores, others));
        int seen = nodes.product("", weights, value, false, 1, shape.heads(), -1, shape.headWidth());
        int together = nodes.reshape(nodes.transpose("", seen, 0, 2, 1, 3), 1, -1, shape.hidden());
        int attended = normalize(nodes.add(x, dense(together, layer.output())), layer.attentionNorm());
        int inner = nodes.activate(dense(attended, layer.up()), shape.activation());
        return normalize(nodes.add(attended, dense(inner, layer.down())), layer.norm());
    }

    /// From [1, T, hidden] to [1, heads, T, width of a head].
    private int byHead(int x) {
        return nodes.transpose("", nodes.reshape(x, 1, -1, shape.heads(), shape.headWidth()), 0, 2, 1, 3);
    }

    private int dense(int x, Dense dense) {
        return nodes.dense("", x, dense.weight(), dense.bias());
    }

    private int normalize(int x, Norm norm) {
        return nodes.normalize(x, norm.scale(), norm.shift(), shape.epsilon());
    }

    private int head(TrainedHead head, int x) {
        int numbers = x;
        for (TrainedHead.Stage stage : head.stages()) {
            Dense dense = stage.dense();
            Optional<Nonlinearity> activation = stage.activation();
            // The last one has none, and is the output.
            numbers = nodes.dense(activation.isEmpty() ? head.name() : "", numbers, dense.weight(), dense.bias());
            if (activation.isPresent()) {
                numbers = nodes.activate(numbers, activation.get());
            }
        }
        return numbers;
    }
}
