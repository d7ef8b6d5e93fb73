// SPDX-License-Identifier: Apache-2.0
/// What takes long, with a command of its own: `./edgewise soak`.
@NullMarked
package io.edgewise.it.soak;

import org.jspecify.annotations.NullMarked;
