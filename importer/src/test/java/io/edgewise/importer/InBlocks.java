// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.checkpoint.BlockWeights;
import io.edgewise.importer.checkpoint.Weights;
import io.edgewise.importer.decoder.DecoderModel;
import io.edgewise.importer.decoder.DecoderWeights;
import io.edgewise.importer.decoder.DecoderWeights.Attention;
import io.edgewise.importer.decoder.DecoderWeights.Layer;
import io.edgewise.importer.decoder.Linear;
import java.util.List;

/// A matrix in blocks of four bits with a scale and a least number, as a GGUF file of the type Q4_1 has it.
/// Confined to one test.
record InBlocks(Weights source) implements BlockWeights {
    private static final int MOST = 15;

    /// The model with the matrices of all layers in blocks.
    static DecoderModel of(DecoderModel model) {
        DecoderWeights weights = model.weights();
        List<Layer> layers = weights.layers().stream().map(InBlocks::of).toList();
        return new DecoderModel(
                model.type(),
                model.shape(),
                model.form(),
                new DecoderWeights(weights.words(), weights.positions(), layers, weights.norm(), weights.head()),
                model.context());
    }

    private static Layer of(Layer layer) {
        Attention all = layer.attention();
        Attention attention = new Attention(
                all.norm(),
                of(all.query()),
                of(all.key()),
                of(all.value()),
                of(all.output()),
                all.queryNorm(),
                all.keyNorm(),
                all.lastNorm());
        return new Layer(attention, layer.innerNorm(), of(layer.up()), of(layer.down()), layer.lastNorm());
    }

    private static Linear of(Linear linear) {
        return new Linear(new InBlocks(linear.weight()), linear.bias());
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<Integer> shape() {
        return source.shape();
    }

    @Override
    public void blocks(int row, float[] scales, float[] least, byte[] steps) {
        float[] numbers = new float[columns()];
        source.row(row, numbers);
        for (int block = 0; block < scales.length; block++) {
            float lowest = Float.MAX_VALUE;
            float highest = -Float.MAX_VALUE;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
                lowest = Math.min(lowest, numbers[i]);
                highest = Math.max(highest, numbers[i]);
            }
            scales[block] = Float.float16ToFloat(Float.floatToFloat16((highest - lowest) / MOST));
            least[block] = lowest;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
                steps[i] = (byte) Math.clamp(Math.round((numbers[i] - lowest) / scales[block]), 0, MOST);
            }
        }
    }
}
