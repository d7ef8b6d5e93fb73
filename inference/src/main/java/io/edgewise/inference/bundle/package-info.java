// SPDX-License-Identifier: Apache-2.0
/// What ships as a model: a directory with `bundle.json`, the `.tflite`, the tokenizer's files, golden tests and a
/// card.
///
/// [BundleDescriptor] is `bundle.json` in Java, [Bundle] an opened and verified directory. Digests are checked before
/// anything else reads a file; golden tests run when the model is first built on this board.
@NullMarked
package io.edgewise.inference.bundle;

import org.jspecify.annotations.NullMarked;
