// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a site's own people say of a text. Immutable.
///
/// @param truths per label whether it holds; a label that nobody decided on is left out
public record LabelledText(String text, Map<String, Boolean> truths) {
    public LabelledText {
        truths = Collections.unmodifiableMap(new LinkedHashMap<>(truths));
    }
}
