// SPDX-License-Identifier: Apache-2.0
/// Real broker, real native library, real processes.
@NullMarked
package io.edgewise.it;

import org.jspecify.annotations.NullMarked;
