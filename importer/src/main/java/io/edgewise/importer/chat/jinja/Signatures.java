// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Expression.Arguments;
import java.util.Map;
import java.util.TreeMap;

/// The filters or methods that are known, by name, with the number of their arguments. Immutable.
///
/// @param what they are
/// @param known by their names
record Signatures(String what, Map<String, Count> known) {
    /// How many arguments there may be.
    record Count(int least, int most) {}

    /// @throws TemplateException if there is none of this name, or not with these arguments
    void check(Tokens tokens, int at, String name, Arguments arguments) {
        Count count = known.get(name);
        if (count == null) {
            throw tokens.refusal(
                    at,
                    "the " + what + " " + Source.quoted(name) + " isn't understood; known are "
                            + String.join(", ", new TreeMap<>(known).keySet()));
        }
        int given = arguments.ordered().size();
        if (!arguments.named().isEmpty()) {
            throw tokens.refusal(
                    at,
                    "the argument \"" + arguments.named().keySet().iterator().next() + "\" of the " + what + " " + name
                            + " isn't understood");
        }
        if (given < count.least() || given > count.most()) {
            throw tokens.refusal(
                    at,
                    "the " + what + " " + name + " has " + given + " arguments, expected " + count.least() + " to "
                            + count.most());
        }
    }
}
