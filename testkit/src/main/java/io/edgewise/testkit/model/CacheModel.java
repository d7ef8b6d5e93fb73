// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.model;

import com.google.flatbuffers.FlatBufferBuilder;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.TensorType;

/// A graph with the signatures and names of a language model of LiteRT-LM: `prefill_N` for some tokens of a prompt
/// and `decode` for one of the answer, each of which takes and returns the cache of one layer. What it computes means
/// nothing. Confined to one test.
public final class CacheModel {
    private static final int HEADS = 3;
    private static final int WIDTH = 4;

    private final int cache;
    private final int[] prefills;
    private boolean masked;
    private boolean transposed;
    private String custom = "";

    /// @param cache tokens that have room in the cache
    /// @param prefills tokens of each signature for prompts
    public CacheModel(int cache, int... prefills) {
        this.cache = cache;
        this.prefills = prefills.clone();
    }

    /// The mask is an input.
    public CacheModel masked() {
        masked = true;
        return this;
    }

    /// Keys are `[1, heads, length, width]`, values `[1, heads, width, length]`.
    public CacheModel transposed() {
        transposed = true;
        return this;
    }

    /// An operator that TensorFlow Lite does not have takes the place of one that it has.
    public CacheModel custom(String name) {
        custom = name;
        return this;
    }

    /// The file.
    public byte[] bytes() {
        GraphWriter graph = new GraphWriter();
        for (int tokens : prefills) {
            signature(graph, tokens, false);
            graph.end("prefill_" + tokens);
        }
        signature(graph, 1, true);
        return graph.file("decode", new byte[0]);
    }

    private void signature(GraphWriter graph, int tokens, boolean logits) {
        graph.input("tokens", graph.tensor("tokens", TensorType.INT32, 1, tokens));
        graph.input("input_pos", graph.tensor("input_pos", TensorType.INT32, tokens));
        if (masked) {
            graph.input("mask", graph.tensor("mask", TensorType.FLOAT32, 1, 1, tokens, cache));
        }
        cache(
                graph,
                "kv_cache_k_0",
                transposed ? new int[] {1, HEADS, cache, WIDTH} : new int[] {1, cache, HEADS, WIDTH});
        cache(
                graph,
                "kv_cache_v_0",
                transposed ? new int[] {1, HEADS, WIDTH, cache} : new int[] {1, cache, HEADS, WIDTH});
        if (logits) {
            int in = graph.tensor("hidden", TensorType.FLOAT32, 1, 1, WIDTH);
            graph.input("hidden", in);
            graph.output("logits", sum(graph, in, 1, 1, WIDTH));
        }
    }

    private void cache(GraphWriter graph, String name, int... shape) {
        int in = graph.tensor(name, TensorType.FLOAT32, shape);
        graph.input(name, in);
        graph.output(name, sum(graph, in, shape));
    }

    private int sum(GraphWriter graph, int in, int... shape) {
        int out = graph.tensor("sum", TensorType.FLOAT32, shape);
        return custom.isEmpty()
                ? graph.operator(BuiltinOperator.ADD, BuiltinOptions.AddOptions, CacheModel::options, out, in, in)
                : graph.custom(custom, out, in, in);
    }

    private static int options(FlatBufferBuilder fb) {
        AddOptions.startAddOptions(fb);
        return AddOptions.endAddOptions(fb);
    }
}
