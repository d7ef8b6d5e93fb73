// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What to do with a text that went through an encoder. Immutable and thread-safe.
///
/// @param <R> the answer
public sealed interface TextTask<R> permits ModerationTask, ExtractionTask, ClassificationTask, EmbeddingTask {
    /// The heads that the task reads, by name.
    Set<String> outputs();

    /// The answer to a text that no model needs to read: rules of the site have decided, or no language that the model
    /// knows.
    default Optional<R> withoutModel(String text) {
        return Optional.empty();
    }

    /// Starts on a text.
    ///
    /// @param received when the text arrived, for words such as "tomorrow"
    Reading<R> read(String text, Encoding encoding, Instant received);
}
