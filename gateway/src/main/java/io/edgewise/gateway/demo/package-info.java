// SPDX-License-Identifier: Apache-2.0
/// `edgewise demo`: a real gateway, a real broker, sample devices, and a table of what they get back.
@NullMarked
package io.edgewise.gateway.demo;

import org.jspecify.annotations.NullMarked;
