// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.inference.InferenceException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A template that isn't understood, breaks a limit, or refuses what it was given. The message says where.
public final class TemplateException extends InferenceException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String raised;

    public TemplateException(String message) {
        this(message, null);
    }

    /// @param raised what the template itself says against the conversation
    TemplateException(String message, @Nullable String raised) {
        super(message);
        this.raised = raised;
    }

    /// What the template itself says against the conversation, with `raise_exception`.
    public Optional<String> raised() {
        return Optional.ofNullable(raised);
    }
}
