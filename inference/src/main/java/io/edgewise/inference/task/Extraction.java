// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import java.util.List;
import java.util.Optional;

/// The answer of an extraction. Immutable.
///
/// @param intent when the group that it belongs to was asked for and the model has one
/// @param fields by place in the text
/// @param unsupportedLanguage whether the text is in a language that the model does not know: the intent is then
/// [Intent#NONE], and all fields are the site's own
public record Extraction(Optional<Intent> intent, List<Field> fields, boolean unsupportedLanguage) {
    /// Of a text that the model has read.
    public Extraction(Optional<Intent> intent, List<Field> fields) {
        this(intent, fields, false);
    }

    public Extraction {
        fields = List.copyOf(fields);
    }
}
