// SPDX-License-Identifier: Apache-2.0
/// What the gateway reads and publishes, against the JSON Schemas in `docs/schemas/` that others build on.
@NullMarked
package io.edgewise.gateway.schema;

import org.jspecify.annotations.NullMarked;
