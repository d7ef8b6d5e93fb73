// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

/// Reads the text out of a payload. Immutable and thread-safe.
public sealed interface PayloadCodec permits TextCodec, JsonCodec {
    /// @throws MalformedPayloadException when there is no text in it
    DeviceMessage decode(byte[] payload) throws MalformedPayloadException;

    /// A codec by its configured name: `text`, or `json:` and a JSON Pointer.
    ///
    /// @throws IllegalArgumentException with the names there are
    static PayloadCodec parse(String name) {
        if (name.equals("text")) {
            return new TextCodec();
        }
        if (name.startsWith("json:")) {
            return new JsonCodec(name.substring("json:".length()));
        }
        throw new IllegalArgumentException(
                "unknown payload \"" + name + "\" (have: text, and json:/POINTER such as json:/message)");
    }
}
