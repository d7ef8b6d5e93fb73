// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

/// The sizes of a model, as the metadata of its GGUF file says them. Immutable.
///
/// @param base of the frequencies of rotations
/// @param rotated numbers of a head that are rotated
record GgufShape(
        int hidden,
        int layers,
        int heads,
        int keyHeads,
        int headWidth,
        int inner,
        int context,
        double base,
        int rotated) {
    private static final int MOST_WIDTH = 1 << 20;
    private static final int MOST_CONTEXT = 1 << 26;
    private static final int MOST_LAYERS = 1024;
    private static final int MOST_HEADS = 1024;
    private static final double GEMMA3_BASE = 1_000_000;
    private static final double USUAL_BASE = 10_000;

    /// What can't be used becomes a problem.
    static GgufShape of(GgufArchitecture architecture, Configuration metadata) {
        String prefix = architecture.key() + ".";
        int hidden = metadata.integer(prefix + "embedding_length", 1, MOST_WIDTH);
        int heads = metadata.integer(prefix + "attention.head_count", 1, MOST_HEADS);
        int width = metadata.integer(prefix + "attention.key_length", Math.max(1, hidden / heads), 1, MOST_WIDTH);
        int values = metadata.integer(prefix + "attention.value_length", width, 1, MOST_WIDTH);
        if (values != width) {
            metadata.problem(prefix + "attention.value_length", "is " + values + ", that of keys is " + width);
        }
        double base = architecture == GgufArchitecture.GEMMA3 ? GEMMA3_BASE : USUAL_BASE;
        return new GgufShape(
                hidden,
                metadata.integer(prefix + "block_count", 1, MOST_LAYERS),
                heads,
                metadata.integer(prefix + "attention.head_count_kv", heads, 1, MOST_HEADS),
                width,
                metadata.integer(prefix + "feed_forward_length", 1, MOST_WIDTH),
                metadata.integer(prefix + "context_length", 1, MOST_CONTEXT),
                metadata.number(prefix + "rope.freq_base", base, 1, 1e12),
                metadata.integer(prefix + "rope.dimension_count", width, 1, width));
    }
}
