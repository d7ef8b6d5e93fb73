// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

/// Something wrong in a document. Immutable.
///
/// @param path where, as `routes[2].model`; empty for the document itself
/// @param line the line, counted from 1; 0 when unknown
/// @param message what is wrong, and what to write instead
public record Problem(String path, int line, String message) {
    /// As `line 14: routes[2].model: no bundle "vad" (have: moderation)`.
    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
