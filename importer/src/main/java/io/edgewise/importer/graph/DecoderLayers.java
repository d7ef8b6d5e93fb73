// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.graph;

import io.edgewise.importer.decoder.DecoderForm;
import io.edgewise.importer.decoder.DecoderModel;
import io.edgewise.importer.decoder.DecoderShape;
import io.edgewise.importer.decoder.DecoderWeights.Attention;
import io.edgewise.importer.decoder.DecoderWeights.Layer;
import io.edgewise.importer.decoder.Linear;
import io.edgewise.importer.decoder.Normalization;
import java.util.Optional;

/// The layers of a decoder. Shapes in what follows: T new tokens, P rows of the caches. For one graph.
final class DecoderLayers {
    private final DecoderShape shape;
    private final DecoderForm form;
    private final DecoderPrecision precision;
    private final DecoderNodes nodes;

    DecoderLayers(DecoderModel model, DecoderPrecision precision, DecoderNodes nodes) {
        this.shape = model.shape();
        this.form = model.form();
        this.precision = precision;
        this.nodes = nodes;
    }

    /// How positions are told to a kind of layers: rows of the two tables, [T, 1, width of a head].
    record Turn(int cosines, int sines) {}

    /// What a layer sees of the past.
    ///
    /// @param turn unless positions are told otherwise
    /// @param mask [group * T, P + T], added to the scores
    /// @param keys cache, [heads of keys, P, width of a head]
    /// @param values cache
    record Past(Optional<Turn> turn, int mask, int keys, int values) {}

    /// What comes out of a layer: [T, hidden], and [heads of keys, T, width of a head] twice.
    record Output(int hidden, int keys, int values) {}

    Output layer(int number, int x, Layer layer, Past past) {
        int read = normalize(x, layer.attention().norm());
        Output attended = attention(number, read, layer.attention(), past);
        if (form.parallel()) {
            int both = nodes.add(nodes.add(x, attended.hidden()), block(read, layer));
            return new Output(both, attended.keys(), attended.values());
        }
        int between = nodes.add(x, attended.hidden());
        int normal = layer.innerNorm().map(norm -> normalize(between, norm)).orElse(between);
        return new Output(nodes.add(between, block(normal, layer)), attended.keys(), attended.values());
    }

    private Output attention(int number, int x, Attention attention, Past past) {
        int query = turned(query(x, attention), past.turn());
        int key = byHead(nodes.linear(x, attention.key()), shape.keyHeads());
        int normalKey =
                turned(attention.keyNorm().map(norm -> normalize(key, norm)).orElse(key), past.turn());
        int value = byHead(nodes.linear(x, attention.value()), shape.keyHeads());
        int keys = nodes.transpose("k_new_" + number, normalKey, 1, 0, 2);
        int values = nodes.transpose("v_new_" + number, value, 1, 0, 2);
        int grouped = nodes.reshape(nodes.transpose("", query, 1, 0, 2), shape.keyHeads(), -1, shape.headWidth());
        int scores = capped(nodes.product(grouped, nodes.concatenate(1, past.keys(), keys), true));
        int weights = nodes.softmax(nodes.add(scores, past.mask()));
        int seen = nodes.product(weights, nodes.concatenate(1, past.values(), values), false);
        int out = nodes.linear(together(seen), attention.output());
        return new Output(attention.lastNorm().map(norm -> normalize(out, norm)).orElse(out), keys, values);
    }

    /// Scaled here, so that nobody has to scale the scores, of which there are many more.
    private int query(int x, Attention attention) {
        if (attention.queryNorm().isPresent()) {
            Normalization norm = attention.queryNorm().get();
            Normalization scaled = new Normalization(norm.gain().times(form.scoreScale()), norm.shift());
            return normalize(byHead(nodes.linear(x, attention.query()), shape.heads()), scaled);
        }
        if (precision == DecoderPrecision.BLOCKS) {
            // Scaled weights would be other weights than the source's.
            int query = byHead(nodes.linear(x, attention.query()), shape.heads());
            return nodes.multiply(query, form.scoreScale());
        }
        Linear scaled = new Linear(
                attention.query().weight().times(form.scoreScale()),
                attention.query().bias().map(bias -> bias.times(form.scoreScale())));
        return byHead(nodes.linear(x, scaled), shape.heads());
    }

    /// From [T, heads * width] to [T, heads, width].
    private int byHead(int x, int heads) {
        return nodes.reshape(x, -1, heads, shape.headWidth());
    }

    /// From [heads of keys, group * T, width] to [T, heads * width].
    private int together(int x) {
        int byHead = nodes.reshape(x, shape.heads(), -1, shape.headWidth());
        return nodes.reshape(nodes.transpose("", byHead, 1, 0, 2), -1, shape.heads() * shape.headWidth());
    }

    private int turned(int x, Optional<Turn> turn) {
        return turn.map(by -> turned(x, by)).orElse(x);
    }

    private int turned(int x, Turn turn) {
        int[] halves = nodes.halves(x, 2);
        int swapped = nodes.concatenate(2, halves[1], halves[0]);
        return nodes.add(nodes.multiply(x, turn.cosines()), nodes.multiply(swapped, turn.sines()));
    }

    private int capped(int scores) {
        return form.scoreCap().map(cap -> nodes.cap("", scores, cap)).orElse(scores);
    }

    /// The feed-forward block.
    private int block(int x, Layer layer) {
        int out = nodes.linear(inner(nodes.linear(x, layer.up())), layer.down());
        return layer.lastNorm().map(norm -> normalize(out, norm)).orElse(out);
    }

    private int inner(int x) {
        if (!form.gated()) {
            return nodes.activate(x, form.activation());
        }
        int[] halves = nodes.halves(x, 1);
        return nodes.multiply(nodes.activate(halves[0], form.activation()), halves[1]);
    }

    int normalize(int x, Normalization norm) {
        return nodes.normalize(x, norm, form.epsilon());
    }
}
