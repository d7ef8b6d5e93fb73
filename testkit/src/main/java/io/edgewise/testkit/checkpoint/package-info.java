// SPDX-License-Identifier: Apache-2.0
/// Tiny checkpoints with random weights, as the transformers library saves them, with what it says of a few
/// texts; and their weights to be spoiled. It knows no module of ours.
@NullMarked
package io.edgewise.testkit.checkpoint;

import org.jspecify.annotations.NullMarked;
