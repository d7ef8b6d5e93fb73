// SPDX-License-Identifier: Apache-2.0
/// What the demo's terminals, machines and rooms say.
@NullMarked
package io.edgewise.devices.sample;

import org.jspecify.annotations.NullMarked;
