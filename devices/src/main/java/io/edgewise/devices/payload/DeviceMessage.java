// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

import java.util.Optional;

/// What a device said. Immutable.
///
/// @param text never blank
/// @param id the device's own name for this message, when the payload carries one
public record DeviceMessage(String text, Optional<String> id) {
    public DeviceMessage {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a device message has a text");
        }
    }
}
