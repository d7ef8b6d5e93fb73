// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What does something. Each knows its place in the template.
sealed interface Statement {
    int at();

    /// Text as it stands.
    record Say(String text, int at) implements Statement {}

    /// `{{ expression }}`
    record Print(Expression expression, int at) implements Statement {}

    /// `if`, each `elif`, and `else`
    record If(List<Branch> branches, List<Statement> otherwise, int at) implements Statement {}

    /// `if condition` or `elif condition`
    record Branch(Expression condition, List<Statement> body) {}

    /// `for names in list`, and `else` for when nothing is in it
    record For(List<String> names, Expression list, List<Statement> body, List<Statement> otherwise, int at)
            implements Statement {}

    /// `set name = value`, or `set name.attribute = value`
    record Set(String name, @Nullable String attribute, Expression value, int at) implements Statement {}
}
