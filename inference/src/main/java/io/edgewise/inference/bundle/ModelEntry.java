// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The graph of a bundle, and how it takes a text. Immutable.
public sealed interface ModelEntry {
    /// The graph's file.
    String file();

    /// Key of the signature that is run; empty for a model that is run by the graph's own inputs and outputs.
    Optional<String> signature();

    /// Rows of the word table; token ids are below it.
    int vocabularySize();

    /// Most tokens of a window.
    int maxTokens();

    /// Most tokens of several messages in one pass; longer messages go alone, and with 0 every one does.
    int packTokens();

    /// An encoder that takes several messages in one row (`docs/decisions/0002-one-packed-signature.md`).
    ///
    /// @param key of the signature, `packed`
    /// @param maxPositions rows of the position table; a window has at most as many tokens
    /// @param hiddenSize width of the embedding
    /// @param pooling what a message's row of the input `pool` picks
    record Packed(
            String file,
            String key,
            int vocabularySize,
            int maxPositions,
            int hiddenSize,
            int packTokens,
            Pooling pooling)
            implements ModelEntry {
        @Override
        public Optional<String> signature() {
            return Optional.of(key);
        }

        @Override
        public int maxTokens() {
            return maxPositions;
        }
    }

    /// What stands for a whole message.
    enum Pooling {
        /// The mean of all its tokens.
        MEAN,
        /// Its first token, `[CLS]`.
        FIRST
    }

    /// A graph that takes one text, as other converters write it: a row of ids, and what goes with them.
    ///
    /// @param maxTokens tokens of its row where the graph fixes them, else the most that a window may have
    /// @param inputs the name or the position of the input for each role that the graph has
    /// @param padding what fills a row up that the graph fixes
    record Sequence(
            String file,
            Optional<String> signature,
            int vocabularySize,
            int maxTokens,
            Map<InputRole, String> inputs,
            Padding padding)
            implements ModelEntry {
        public Sequence {
            inputs = Collections.unmodifiableMap(new EnumMap<>(inputs));
        }

        @Override
        public int packTokens() {
            return 0;
        }
    }

    /// What a row is filled up with.
    ///
    /// @param id of the piece, in most vocabularies `[PAD]` or `<PAD>`
    record Padding(int id, Side side) {
        /// Where it stands.
        public enum Side {
            /// Behind the text.
            RIGHT,
            /// In front of it.
            LEFT
        }
    }
}
