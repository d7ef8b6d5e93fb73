// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Topic Name with places to fill: `{1}` is what the route's first wildcard matched, `{topic}` the whole
/// source topic, `{gateway}` this gateway's id. Immutable.
public final class TopicTemplate {
    private static final String TOPIC = "{topic}";
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    private final String value;

    private TopicTemplate(String value) {
        this.value = value;
    }

    /// @throws IllegalArgumentException for an unknown place, or when no Topic Name can come of it
    public static TopicTemplate parse(String value) {
        Matcher places = PLACE.matcher(value);
        while (places.find()) {
            String place = places.group(1);
            if (!place.equals("topic") && !place.equals("gateway") && !place.matches("[1-9]")) {
                throw new IllegalArgumentException("topic \"" + value + "\": unknown place {" + place
                        + "} (have: {1} to {9} for the wildcards of from, {topic}, {gateway})");
            }
        }
        new TopicName(places.replaceAll("x"));
        return new TopicTemplate(value);
    }

    /// The highest number of a wildcard that it uses; 0 when it uses none.
    public int highestWildcard() {
        return PLACE.matcher(value)
                .results()
                .map(r -> r.group(1))
                .filter(p -> p.matches("[1-9]"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    /// Whether messages of different topics make different ones.
    public boolean hasPlaceOfSource() {
        return value.contains(TOPIC) || highestWildcard() > 0;
    }

    /// Fills the places.
    ///
    /// @param captures what the route's wildcards matched
    /// @throws IllegalArgumentException when what was filled in makes no Topic Name (an empty one, or too
    /// long)
    public TopicName fill(TopicName source, List<String> captures, String gatewayId) {
        String filled = fillText(source, captures, gatewayId);
        if (filled.startsWith("$") && !value.startsWith("$")) {
            throw new IllegalArgumentException(
                    "topic \"" + filled + "\" would be the broker's own: " + firstPlace() + " stands at its beginning");
        }
        return new TopicName(filled);
    }

    /// Fills the places, whatever comes of it.
    public String fillText(TopicName source, List<String> captures, String gatewayId) {
        return PLACE.matcher(value)
                .replaceAll(place -> Matcher.quoteReplacement(
                        switch (place.group(1)) {
                            case "topic" -> source.value();
                            case "gateway" -> gatewayId;
                            default -> captures.get(Integer.parseInt(place.group(1)) - 1);
                        }));
    }

    private String firstPlace() {
        return value.substring(0, value.indexOf('}') + 1);
    }

    /// A filter that every topic made of this template matches, whatever is filled in.
    ///
    /// @param source the route's own filter
    public TopicFilter asFilter(TopicFilter source, String gatewayId) {
        List<String> levels = new ArrayList<>();
        for (String level : value.replace("{gateway}", gatewayId).split("/", -1)) {
            levels.addAll(covering(level, source));
            if (levels.getLast().equals("#")) {
                break;
            }
        }
        return TopicFilter.parse(String.join("/", levels));
    }

    private static List<String> covering(String level, TopicFilter source) {
        int topic = level.indexOf(TOPIC);
        if (topic >= 0) {
            String before = level.substring(0, topic);
            String after = level.substring(topic + TOPIC.length());
            return (before + after).contains("{") ? List.of("#") : coveringTopic(before, source, after);
        }
        boolean severalLevels = source.endsWithMultiLevel() && level.contains("{" + source.wildcards() + "}");
        return List.of(severalLevels ? "#" : level.contains("{") ? "+" : level);
    }

    private static List<String> coveringTopic(String before, TopicFilter source, String after) {
        List<String> levels = new ArrayList<>(source.levels());
        levels.set(0, glued(before, levels.getFirst(), ""));
        if (!source.endsWithMultiLevel()) {
            levels.set(levels.size() - 1, glued("", levels.getLast(), after));
        } else if (!after.isEmpty() && levels.size() > 1) {
            // "a/#" also matches "a", and then the text after it is glued to that level.
            levels.set(levels.size() - 2, "+");
        }
        return levels;
    }

    private static String glued(String before, String level, String after) {
        return level.equals("+") || level.equals("#") ? level : before + level + after;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicTemplate template && value.equals(template.value);
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
