// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.Arrays;

/// A cache with the tokens that are in it, so that a prompt that begins alike is read from where it differs.
/// Confined to
/// the thread of its decoder. Owns the cache.
final class Session implements AutoCloseable {
    private final KeyValueCache cache;
    /// Behind the last token that was read: others may be written meanwhile.
    private final float[] logits;
    private final int[] ids;

    Session(KeyValueCache cache, int vocabulary) {
        this.cache = cache;
        this.logits = new float[vocabulary];
        this.ids = new int[cache.capacity()];
    }

    KeyValueCache cache() {
        return cache;
    }

    int length() {
        return cache.length();
    }

    /// How many tokens at the start are those of a prompt.
    int common(int[] prompt) {
        int mismatch = Arrays.mismatch(ids, 0, cache.length(), prompt, 0, prompt.length);
        return mismatch < 0 ? prompt.length : mismatch;
    }

    /// Forgets all but the first tokens.
    void rewind(int tokens) {
        cache.rewind(tokens);
    }

    /// Reads tokens.
    ///
    /// @return logits behind the last one, the same array each time
    float[] append(Decoder decoder, int... tokens) {
        int at = cache.length();
        decoder.append(cache, tokens, logits);
        System.arraycopy(tokens, 0, ids, at, tokens.length);
        return logits;
    }

    @Override
    public void close() {
        cache.close();
    }
}
