// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A labelled line with what the bundle says of it. Immutable.
///
/// @param scores per label, 0 to 1
public record Judged(LabelledText line, Map<String, Double> scores) {
    public Judged {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }
}
