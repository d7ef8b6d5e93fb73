// SPDX-License-Identifier: Apache-2.0
/// Chooses what runs a model on this board, and writes down why.
///
/// ```
/// Candidates ─▶ Planner ─▶ Planned: the encoder that stays, and the Receipt
///  (configured)   builds each, golden tests, compared with the CPU's answers, a short timing
/// ```
///
/// A [Receipt] is a record of the trials, the refused ones too: nothing falls back in silence. What a newcomer
/// assumes wrongly: a delegate that takes a graph need not take all of it, need not be faster, and need not be right.
@NullMarked
package io.edgewise.inference.plan;

import org.jspecify.annotations.NullMarked;
