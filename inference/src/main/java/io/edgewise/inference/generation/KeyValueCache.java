// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.tflite.TensorMemory;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/// What a decoder remembers of the tokens of one text: keys and values of each layer, in memory that the graph
/// reads in place. A text that is given up costs nothing: [#rewind] leaves the rows to be overwritten.
///
/// Each of the tensors is `[heads, P, size]` float32 at the start of its memory, where P, the bucket, grows in
/// steps of [#BUCKET] with the text: attention reads all of it, so that a tight one is faster.
///
/// Confined to the thread of its decoder. Owns its memory; close it after the decoder.
final class KeyValueCache implements AutoCloseable {
    static final int BUCKET = 64;

    private final DecoderShape shape;
    private final int capacity;
    private final List<TensorMemory> memories = new ArrayList<>();
    private final List<FloatBuffer> numbers = new ArrayList<>();
    private int bucket = BUCKET;
    private int length;

    /// @param capacity most tokens of a text
    KeyValueCache(DecoderShape shape, int capacity) {
        this.shape = shape;
        this.capacity = roundedUp(capacity);
        try {
            for (int i = 0; i < 2 * shape.layers(); i++) {
                TensorMemory memory =
                        TensorMemory.allocate(Math.multiplyExact(shape.rowSize() * Float.BYTES, this.capacity));
                memories.add(memory);
                numbers.add(memory.buffer().asFloatBuffer());
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /// How many tokens fit into a bucket that is large enough.
    static int roundedUp(int tokens) {
        return Math.max(1, Math.ceilDiv(tokens, BUCKET)) * BUCKET;
    }

    int capacity() {
        return capacity;
    }

    /// Tokens that are remembered.
    int length() {
        return length;
    }

    /// P of the tensors.
    int bucket() {
        return bucket;
    }

    List<TensorMemory> memories() {
        return memories;
    }

    /// Forgets all tokens but the first ones.
    void rewind(int tokens) {
        if (tokens < 0 || tokens > length) {
            throw new IllegalArgumentException("there are " + length + " tokens, " + tokens + " can't be kept");
        }
        length = tokens;
    }

    /// Makes room for further tokens, if there is none, and gives up what is far too much.
    ///
    /// @throws ContextFullException when they are more than fit
    void makeRoom(int tokens) {
        int wanted = roundedUp(length + tokens);
        if (wanted > capacity) {
            throw new ContextFullException(length + tokens, capacity);
        }
        // Not for every step back: another shape costs a millisecond.
        if (wanted > bucket || wanted <= bucket / 2) {
            numbers.forEach(tensor -> spread(tensor, wanted));
            bucket = wanted;
        }
    }

    /// Moves the blocks of the heads apart, the last one first, or together, the first one first; that of the
    /// first head stays where it is.
    private void spread(FloatBuffer tensor, int wanted) {
        int size = shape.headSize();
        for (int i = 1; i < shape.heads(); i++) {
            int head = wanted > bucket ? shape.heads() - i : i;
            tensor.put(head * wanted * size, tensor, head * bucket * size, length * size);
        }
    }

    /// Writes the rows of new tokens of one head behind those that are there; [#added] follows after all of
    /// them.
    ///
    /// @param tensor number of the tensor: keys of layer 0, values of layer 0, keys of layer 1 …
    /// @param rows the numbers of the new tokens, `[T, size]`
    void append(int tensor, int head, float[] rows) {
        numbers.get(tensor).put((head * bucket + length) * shape.headSize(), rows);
    }

    void added(int tokens) {
        length += tokens;
    }

    @Override
    public void close() {
        numbers.clear();
        memories.forEach(TensorMemory::close);
    }
}
