// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.List;

/// The answer of an embedding: texts that mean something alike have vectors of a similar direction. Immutable.
///
/// @param values as the model gives them, not brought to length 1; of a long text the mean of its windows, each
/// weighed by its tokens
public record Embedding(List<Float> values) {
    public Embedding {
        values = List.copyOf(values);
    }
}
