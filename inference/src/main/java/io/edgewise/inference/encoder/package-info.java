// SPDX-License-Identifier: Apache-2.0
/// One native pass over several short messages, or over one window of a long one.
///
/// In an encoder of Edgewise's own, messages lie one after the other in a row of exactly T tokens; the graph
/// keeps them apart by the number of their segment, so there is no padding and no mask to fill (the signature
/// `packed`, see docs/decisions/0002). A graph of another converter takes one text in each pass, in a row that is
/// filled up where its length is fixed (docs/decisions/0019). A long text is cut into [Window]s that overlap;
/// nothing is silently dropped.
///
/// What a newcomer assumes wrongly: a [Pass] has logits also where a graph exports probabilities, so that tasks
/// need not know.
@NullMarked
package io.edgewise.inference.encoder;

import org.jspecify.annotations.NullMarked;
