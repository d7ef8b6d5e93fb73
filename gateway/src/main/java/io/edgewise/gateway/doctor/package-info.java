// SPDX-License-Identifier: Apache-2.0
/// `edgewise doctor`: looks at the board, the native library, the bundles, the broker, clock, disk and
/// temperature, and says what to do about what is not right.
@NullMarked
package io.edgewise.gateway.doctor;

import org.jspecify.annotations.NullMarked;
