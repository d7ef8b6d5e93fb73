// SPDX-License-Identifier: Apache-2.0
/// Measurements, by hand and on a quiet machine; `docs/performance.md` has the commands and what they gave.
/// Nothing here passes or fails.
@NullMarked
package io.edgewise.bench;

import org.jspecify.annotations.NullMarked;
