// SPDX-License-Identifier: Apache-2.0
/// What takes long, with a command of its own: `./edgewise soak`; and `./edgewise generations`, which is in the suite
/// in short.
@NullMarked
package io.edgewise.it.soak;

import org.jspecify.annotations.NullMarked;
