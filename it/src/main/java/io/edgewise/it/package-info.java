// SPDX-License-Identifier: Apache-2.0
/// Real broker, real native library, real processes: what the integration tests, and the programs that take too
/// long for a test, are built on.
@NullMarked
package io.edgewise.it;

import org.jspecify.annotations.NullMarked;
