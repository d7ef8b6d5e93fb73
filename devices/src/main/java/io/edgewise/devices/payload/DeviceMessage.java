// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

import java.util.Optional;

/// What a device said. Immutable.
///
/// @param text never blank
/// @param id the device's own name for this message, when the payload carries one
/// @param replyTo the topic on which the device waits for the answer, when the payload names one
public record DeviceMessage(String text, Optional<String> id, Optional<String> replyTo) {
    /// A text and nothing else.
    public static DeviceMessage of(String text) {
        return new DeviceMessage(text, Optional.empty(), Optional.empty());
    }

    public DeviceMessage {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a device message has a text");
        }
    }
}
