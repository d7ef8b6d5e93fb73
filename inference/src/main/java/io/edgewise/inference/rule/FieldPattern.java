// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A field of a site's own that a regular expression in RE2 syntax finds, in time that is linear in the text.
/// Immutable and thread-safe.
///
/// It is looked for in the text as received. A group with the name `value` is the field's normalised form.
public final class FieldPattern {
    private static final String VALUE = "value";
    /// A field in each line of a large message, and no more: so many are an expression that matches anything.
    private static final int MOST_MATCHES = 1_000;

    private static final List<String> LOOKS = List.of("(?=", "(?!", "(?<=", "(?<!");

    private final Pattern pattern;
    private final boolean hasValue;

    private FieldPattern(Pattern pattern) {
        this.pattern = pattern;
        this.hasValue = pattern.namedGroups().containsKey(VALUE);
    }

    /// Reads an expression.
    ///
    /// @throws IllegalArgumentException with a sentence that says what is wrong with it, and where
    public static FieldPattern parse(String expression) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(sentence(expression, e), e);
        }
        if (pattern.matcher("").find()) {
            throw new IllegalArgumentException(
                    "\"" + expression + "\" matches an empty text, so it would be found everywhere");
        }
        return new FieldPattern(pattern);
    }

    private static String sentence(String expression, PatternSyntaxException e) {
        String part = e.getPattern() == null ? "" : e.getPattern();
        int at = part.isEmpty() ? -1 : expression.indexOf(part);
        String where = at < 0 ? "" : " at character " + (at + 1);
        return "\"" + expression + "\":" + where + " " + e.getDescription()
                + (part.isEmpty() || part.equals(expression) ? "" : " \"" + part + "\"") + advice(part);
    }

    private static String advice(String part) {
        if (LOOKS.stream().anyMatch(part::startsWith)) {
            return "; RE2 has no look-ahead and look-behind: match what stands around, too, and name what counts"
                    + " (?P<value>…)";
        }
        if (part.matches("\\\\[1-9]")) {
            return "; RE2 has no back references: write the part again";
        }
        return part.startsWith("(?>") ? "; RE2 has no atomic groups: leave out ?>" : "";
    }

    /// The fields of a type in a text, by place, none overlapping another.
    List<SiteMatch> find(String type, String text) {
        Matcher matcher = pattern.matcher(text);
        List<SiteMatch> found = new ArrayList<>();
        while (found.size() < MOST_MATCHES && matcher.find()) {
            if (matcher.end() > matcher.start()) {
                Optional<String> value = hasValue ? Optional.ofNullable(matcher.group(VALUE)) : Optional.empty();
                found.add(new SiteMatch(type, matcher.start(), matcher.end(), value, 1, SiteMatch.By.PATTERN));
            }
        }
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldPattern that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
