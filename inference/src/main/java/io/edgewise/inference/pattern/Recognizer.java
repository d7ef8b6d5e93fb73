// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.util.List;

/// Finds the values of one type. Implementations are immutable and thread-safe.
sealed interface Recognizer
        permits CardPattern,
                DateTimePattern,
                EmailPattern,
                IbanPattern,
                IpPattern,
                MacPattern,
                PhonePattern,
                QuantityPattern,
                SerialPattern,
                UrlPattern {

    /// Adds what it finds, in any order; overlaps with other types are the caller's affair.
    ///
    /// Those of a higher rank go first, and what they find is claimed in the source.
    void find(Source source, List<PatternMatch> found);
}
