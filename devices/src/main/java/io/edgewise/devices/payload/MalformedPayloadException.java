// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.payload;

/// A payload without a text in it: broken bytes, or whole ones that say nothing. Expected in service, so it
/// carries no stack trace.
public final class MalformedPayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why there is no text; the name is the reason of the dead letter.
    public enum Reason {
        /// The bytes are not what the format says.
        MALFORMED,
        /// The bytes are well-formed and hold no text.
        NO_TEXT
    }

    private final Reason reason;
    private final long offset;

    /// @param offset the byte at which reading stopped, or -1 when it doesn't matter
    public MalformedPayloadException(Reason reason, long offset, String message) {
        super(offset >= 0 ? message + " (byte " + offset + ")" : message, null, false, false);
        this.reason = reason;
        this.offset = offset;
    }

    /// Why there is no text.
    public Reason reason() {
        return reason;
    }

    /// The byte at which reading stopped, or -1.
    public long offset() {
        return offset;
    }
}
