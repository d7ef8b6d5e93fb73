// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import java.util.List;
import java.util.Map;

/// A template that was read. Immutable and thread-safe.
public final class JinjaTemplate {
    private final Source source;
    private final List<Statement> statements;

    private JinjaTemplate(Source source) {
        this.source = source;
        this.statements = TemplateParser.parse(source);
    }

    /// @param text of 262,144 characters at most
    /// @throws TemplateException with line and column, if something in it isn't understood
    public static JinjaTemplate parse(String text) {
        return new JinjaTemplate(Source.of(text));
    }

    /// What the template makes of variables: 1,048,576 characters at most, in 100,000 steps at most.
    ///
    /// @throws TemplateException with line and column, if it does what isn't understood, breaks a limit or
    /// refuses
    public String render(Map<String, Value> variables) {
        return new Rendering(source).of(statements, Scope.of(variables));
    }
}
