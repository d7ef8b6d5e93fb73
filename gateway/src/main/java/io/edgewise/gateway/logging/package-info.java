// SPDX-License-Identifier: Apache-2.0
/// Where log lines go and how they look.
@NullMarked
package io.edgewise.gateway.logging;

import org.jspecify.annotations.NullMarked;
