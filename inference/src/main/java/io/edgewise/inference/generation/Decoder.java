// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.tflite.Interpreter;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs a decoder graph on the text of a [KeyValueCache]: a prompt, a run of tokens that are known, or one
/// token.
///
/// A call with as many tokens as the one before costs nothing beside the graph; another number costs about a
/// millisecond, since the tensors are allocated anew. The same tokens in other portions give slightly other
/// logits with int8
/// weights (sums round otherwise), so what is compared must be cut alike.
///
/// Confined to the thread that built the interpreter. Owns it.
final class Decoder implements AutoCloseable {
    private static final float VISIBLE = 0;
    private static final float HIDDEN = -1e9f;

    private final Interpreter interpreter;
    private final DecoderShape shape;
    private final int group;
    private final int window;
    private @Nullable KeyValueCache bound;
    private int boundBucket;
    private int tokens;
    private int rows;
    private float[] mask = {};
    private float[] scratch = {};
    private final float[] seen;

    /// @param heads query heads of a layer
    /// @param window how far back layers with a sliding window look, in tokens; 0 when there are none
    Decoder(Interpreter interpreter, DecoderShape shape, int heads, int window) {
        this.interpreter = interpreter;
        this.shape = shape;
        this.group = heads / shape.heads();
        this.window = window;
        this.seen = new float[shape.vocabulary()];
    }

    DecoderShape shape() {
        return shape;
    }

    PlanReport plan() {
        return interpreter.plan();
    }

    /// Reads tokens behind those of the cache, and remembers them.
    ///
    /// @param logits gets those behind the last one, `[vocabulary]`
    /// @throws ContextFullException when the cache has no room
    void append(KeyValueCache cache, int[] ids, float[] logits) {
        run(cache, ids, new int[] {ids.length - 1}, true);
        interpreter.output(shape.outputs().logits()).copyFloats(0, logits);
    }

    /// Gets logits.
    interface Reading {
        /// @param row which of those that were asked for, from 0
        /// @param logits `[vocabulary]`, overwritten by the next ones
        void read(int row, float[] logits);
    }

    /// Reads tokens behind those of the cache, and remembers nothing.
    ///
    /// @param reading gets the logits behind each, one after the other: all at once would be megabytes
    void look(KeyValueCache cache, int[] ids, Reading reading) {
        int[] all = new int[ids.length];
        Arrays.setAll(all, i -> i);
        look(cache, ids, all, reading);
    }

    /// The same for some of the tokens: the head is a fifth of a small model.
    ///
    /// @param wanted which of the tokens, from 0
    /// @param reading gets the logits behind each of these
    void look(KeyValueCache cache, int[] ids, int[] wanted, Reading reading) {
        run(cache, ids, wanted, false);
        Tensor said = interpreter.output(shape.outputs().logits());
        for (int row = 0; row < wanted.length; row++) {
            said.copyFloats(row * shape.vocabulary(), seen);
            reading.read(row, seen);
        }
    }

    private void run(KeyValueCache cache, int[] ids, int[] wanted, boolean keep) {
        cache.makeRoom(keep ? ids.length : 0);
        shapeFor(cache, ids.length, wanted.length);
        put(cache, ids, wanted);
        interpreter.invoke();
        if (keep) {
            remember(cache, ids.length);
        }
    }

    private void shapeFor(KeyValueCache cache, int newTokens, int newRows) {
        boolean sameCache = cache.equals(bound) && cache.bucket() == boundBucket;
        if (sameCache && newTokens == tokens && newRows == rows) {
            return;
        }
        if (!sameCache) {
            bind(cache);
        }
        interpreter.resizeInput(shape.inputs().tokens(), Shape.of(newTokens));
        interpreter.resizeInput(shape.inputs().positions(), Shape.of(newTokens));
        interpreter.resizeInput(shape.inputs().rows(), Shape.of(newRows));
        Shape visible = Shape.of(group * newTokens, cache.bucket() + newTokens);
        interpreter.resizeInput(shape.inputs().mask(), visible);
        shape.inputs().localMask().ifPresent(local -> interpreter.resizeInput(local, visible));
        interpreter.allocateTensors();
        bound = cache;
        boundBucket = cache.bucket();
        tokens = newTokens;
        rows = newRows;
        mask = new float[group * newTokens * (cache.bucket() + newTokens)];
        scratch = new float[newTokens * shape.headSize()];
    }

    private void bind(KeyValueCache cache) {
        List<Integer> caches = shape.inputs().caches();
        for (int i = 0; i < caches.size(); i++) {
            int input = caches.get(i);
            interpreter.resizeInput(input, Shape.of(shape.heads(), cache.bucket(), shape.headSize()));
            interpreter.inputMemory(input, cache.memories().get(i));
        }
    }

    private void put(KeyValueCache cache, int[] ids, int[] wanted) {
        int[] positions = new int[ids.length];
        Arrays.setAll(positions, i -> cache.length() + i);
        interpreter.input(shape.inputs().tokens()).putInts(0, ids);
        interpreter.input(shape.inputs().positions()).putInts(0, positions);
        interpreter.input(shape.inputs().rows()).putInts(0, wanted);
        fillMask(cache, Integer.MAX_VALUE);
        interpreter.input(shape.inputs().mask()).putFloats(0, mask);
        shape.inputs().localMask().ifPresent(local -> {
            fillMask(cache, window);
            interpreter.input(local).putFloats(0, mask);
        });
    }

    /// A token sees itself and what is before it, as far back as the window reaches.
    private void fillMask(KeyValueCache cache, int reach) {
        int columns = cache.bucket() + tokens;
        Arrays.fill(mask, HIDDEN);
        for (int token = 0; token < tokens; token++) {
            int row = token * columns;
            int position = cache.length() + token;
            int first = Math.max(0, position - reach + 1);
            if (first < cache.length()) {
                Arrays.fill(mask, row + first, row + cache.length(), VISIBLE);
            }
            int firstNew = Math.max(0, first - cache.length());
            Arrays.fill(mask, row + cache.bucket() + firstNew, row + cache.bucket() + token + 1, VISIBLE);
        }
        int once = tokens * columns;
        for (int other = 1; other < group; other++) {
            System.arraycopy(mask, 0, mask, other * once, once);
        }
    }

    private void remember(KeyValueCache cache, int count) {
        List<Integer> outputs = shape.outputs().rows();
        for (int i = 0; i < outputs.size(); i++) {
            Tensor fresh = interpreter.output(outputs.get(i));
            for (int head = 0; head < shape.heads(); head++) {
                fresh.copyFloats(head * scratch.length, scratch);
                cache.append(i, head, scratch);
            }
        }
        cache.added(count);
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
