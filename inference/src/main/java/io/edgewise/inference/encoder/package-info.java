// SPDX-License-Identifier: Apache-2.0
/// One native pass over several short messages, or over one window of a long one.
///
/// Messages lie one after the other in a row of exactly T tokens; the graph keeps them apart by the number of
/// their segment, so there is no padding and no mask to fill (the signature `packed`, see docs/decisions/0002). A
/// long text is cut into [Window]s that overlap; nothing is silently dropped.
@NullMarked
package io.edgewise.inference.encoder;

import org.jspecify.annotations.NullMarked;
