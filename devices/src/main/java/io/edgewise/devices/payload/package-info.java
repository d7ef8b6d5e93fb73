// SPDX-License-Identifier: Apache-2.0
/// From the bytes of a message to its text. Every codec throws [MalformedPayloadException] and nothing else for
/// bytes that it can't read, whatever the bytes are.
@NullMarked
package io.edgewise.devices.payload;

import org.jspecify.annotations.NullMarked;
