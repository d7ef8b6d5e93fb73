// SPDX-License-Identifier: Apache-2.0
/// The answers as others read them: the JSON of a result (`docs/schemas/result.schema.json`). The same objects
/// are published over MQTT and written by `ask` and `eval`.
@NullMarked
package io.edgewise.gateway.answer;

import org.jspecify.annotations.NullMarked;
