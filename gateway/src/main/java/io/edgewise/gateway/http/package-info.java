// SPDX-License-Identifier: Apache-2.0
/// HTTP on loopback: health, metrics and the status object.
@NullMarked
package io.edgewise.gateway.http;

import org.jspecify.annotations.NullMarked;
