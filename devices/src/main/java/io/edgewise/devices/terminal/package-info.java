// SPDX-License-Identifier: Apache-2.0
/// How a terminal shows an answer: one line of it, in colour when there is any.
@NullMarked
package io.edgewise.devices.terminal;

import org.jspecify.annotations.NullMarked;
