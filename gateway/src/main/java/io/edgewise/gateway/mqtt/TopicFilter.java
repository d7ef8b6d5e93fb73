// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An expression that Topic Names match: `+` stands for one level, `#` at the end for any number.
/// Immutable.
///
/// Source: MQTT 5.0 section 4.7.1 and 4.7.2.
public final class TopicFilter {
    private final String value;
    private final List<String> levels;

    private TopicFilter(String value) {
        this.value = value;
        this.levels = levels(value);
    }

    /// @throws IllegalArgumentException when a wildcard stands where it can't
    public static TopicFilter parse(String value) {
        String fault = fault(value);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException("topic filter \"" + value + "\": " + fault);
        }
        return new TopicFilter(value);
    }

    private static String fault(String value) {
        if (value.isEmpty()) {
            return "a Topic Filter has at least one character";
        }
        List<String> levels = levels(value);
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.contains("+") && level.length() > 1) {
                return "+ stands alone in its level, as in sensors/+/text";
            }
            if (level.contains("#") && (level.length() > 1 || i + 1 < levels.size())) {
                return "# stands alone in the last level, as in sensors/#";
            }
        }
        return TopicName.faultOfAnyTopic(value);
    }

    private static List<String> levels(String value) {
        return List.of(value.split("/", -1));
    }

    /// What the wildcards stand for when the topic matches: one text per wildcard, `#` the rest of the
    /// topic.
    public Optional<List<String>> match(TopicName topic) {
        // Topics of the Server itself don't match a filter that begins with a wildcard.
        if (topic.isReserved()
                && (levels.getFirst().equals("+") || levels.getFirst().equals("#"))) {
            return Optional.empty();
        }
        List<String> names = levels(topic.value());
        List<String> captures = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.equals("#")) {
                captures.add(i < names.size() ? String.join("/", names.subList(i, names.size())) : "");
                return Optional.of(captures);
            }
            if (i >= names.size() || !(level.equals("+") || level.equals(names.get(i)))) {
                return Optional.empty();
            }
            if (level.equals("+")) {
                captures.add(names.get(i));
            }
        }
        return levels.size() == names.size() ? Optional.of(captures) : Optional.empty();
    }

    /// Whether some Topic Name matches both filters.
    public boolean overlaps(TopicFilter other) {
        for (int i = 0; ; i++) {
            boolean endsHere = i == levels.size();
            boolean endsThere = i == other.levels.size();
            if (endsHere || endsThere) {
                // "a/#" also matches "a".
                return (endsHere && endsThere)
                        || (endsHere && other.levels.get(i).equals("#"))
                        || (endsThere && levels.get(i).equals("#"));
            }
            String here = levels.get(i);
            String there = other.levels.get(i);
            if (here.equals("#") || there.equals("#")) {
                return true;
            }
            if (!here.equals("+") && !there.equals("+") && !here.equals(there)) {
                return false;
            }
        }
    }

    List<String> levels() {
        return levels;
    }

    /// Whether it ends with `#`.
    public boolean endsWithMultiLevel() {
        return levels.getLast().equals("#");
    }

    /// How many wildcards it has.
    public int wildcards() {
        return (int) levels.stream().filter(l -> l.equals("+") || l.equals("#")).count();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicFilter filter && value.equals(filter.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
