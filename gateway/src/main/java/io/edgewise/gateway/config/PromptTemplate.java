// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with places to fill: `{text}` is the message's, `{1}` what the route's first wildcard matched;
/// `{verdict}`, `{label}`, `{intent}` and `{fields}` are what steps before have said, `{field.EQUIPMENT}` the
/// fields of a type. A brace of the text itself is written twice. What is filled in is not looked at again.
/// Immutable.
public record PromptTemplate(String value) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|[{}]");
    private static final Pattern KNOWN =
            Pattern.compile("text|[1-9]|verdict|label|intent|fields|field\\.[A-Za-z][A-Za-z0-9_-]*");

    /// @throws IllegalArgumentException for a place that is not known, or a brace alone
    public PromptTemplate {
        Matcher matcher = PLACE.matcher(value);
        while (matcher.find()) {
            String place = matcher.group(1);
            if (place == null && matcher.group().length() == 1) {
                throw new IllegalArgumentException("\"" + value + "\" has a " + matcher.group() + " alone at character "
                        + (matcher.start() + 1) + ": write it twice where it is meant");
            }
            if (place != null && !KNOWN.matcher(place).matches()) {
                throw new IllegalArgumentException("\"" + value + "\" has the unknown place {" + place
                        + "} (have: {text}, {1} to {9}, {verdict}, {label}, {intent}, {fields}, {field.TYPE})");
            }
        }
    }

    /// The highest number of a wildcard that it uses; 0 when it uses none.
    public int highestWildcard() {
        return places().stream()
                .filter(place -> place.matches("[1-9]"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    /// Whether it has a place.
    public boolean has(String place) {
        return places().contains(place);
    }

    private List<String> places() {
        return PLACE.matcher(value)
                .results()
                .filter(found -> found.group(1) != null)
                .map(found -> found.group(1))
                .toList();
    }

    /// Fills the places.
    ///
    /// @param what is to stand in a place, by its name
    public String fill(Function<String, String> what) {
        return PLACE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? found.group().substring(1) : what.apply(found.group(1))));
    }

    @Override
    public String toString() {
        return value;
    }
}
