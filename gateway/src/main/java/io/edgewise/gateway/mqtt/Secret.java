// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.nio.charset.StandardCharsets;

/// A text that must not be shown. Immutable.
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /// The secret itself, for whoever must send it.
    public byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "****";
    }
}
