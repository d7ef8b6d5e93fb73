// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.List;
import java.util.Optional;

/// The answer of an extraction. Immutable.
///
/// @param intent when the group that it belongs to was asked for and the model has one
/// @param fields by place in the text
public record Extraction(Optional<Intent> intent, List<Field> fields) {
    public Extraction {
        fields = List.copyOf(fields);
    }
}
