// SPDX-License-Identifier: Apache-2.0
/// What must hold on every processor: models say what they say on others, and int8 runs only where it may. On x86-64
/// these
/// tests guard the recorded numbers; `./edgewise test-arm64` runs them on emulated 64-bit ARM processors.
@NullMarked
package io.edgewise.inference.processor;

import org.jspecify.annotations.NullMarked;
