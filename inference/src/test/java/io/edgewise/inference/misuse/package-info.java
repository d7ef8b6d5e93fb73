// SPDX-License-Identifier: Apache-2.0
/// Everything that ends a process when one calls TensorFlow Lite's C API that way, done through our classes, each
/// in a process of its own.
@NullMarked
package io.edgewise.inference.misuse;

import org.jspecify.annotations.NullMarked;
