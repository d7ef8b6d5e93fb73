// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

/// A text that is not the YAML we read.
final class YamlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    /// @param line counted from 1; 0 when unknown
    YamlException(int line, String message) {
        super(message);
        this.line = line;
    }

    int line() {
        return line;
    }
}
