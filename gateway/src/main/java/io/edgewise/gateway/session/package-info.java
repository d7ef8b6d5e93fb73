// SPDX-License-Identifier: Apache-2.0
/// The Sessions that brokers keep for this gateway, remembered so that those of a former configuration can be
/// removed.
@NullMarked
package io.edgewise.gateway.session;

import org.jspecify.annotations.NullMarked;
