// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text of a test with the expected matches between `⟦` and `⟧`, so that a table shows spans without counting.
///
/// @param text the text without the marks
/// @param spans start and end of each marked piece
record MarkedText(String text, List<Span> spans) {
    /// A Sunday.
    static final Instant REFERENCE = Instant.parse("2026-11-22T10:00:00Z");

    private static final PatternExtractor AMERICAN = new PatternExtractor(PatternOptions.defaults());
    private static final PatternExtractor GERMAN =
            new PatternExtractor(PatternOptions.ofRegion("DE", ZoneId.of("Europe/Berlin")));
    private static final PatternExtractor BRITISH = new PatternExtractor(PatternOptions.ofRegion("GB", ZoneOffset.UTC));

    record Span(int start, int end) {}

    static MarkedText of(String marked) {
        StringBuilder text = new StringBuilder();
        List<Span> spans = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < marked.length(); i++) {
            char c = marked.charAt(i);
            if (c == '⟦') {
                start = text.length();
            } else if (c == '⟧') {
                spans.add(new Span(start, text.length()));
            } else {
                text.append(c);
            }
        }
        return new MarkedText(text.toString(), List.copyOf(spans));
    }

    static PatternExtractor extractor(String region) {
        return switch (region) {
            case "US" -> AMERICAN;
            case "DE" -> GERMAN;
            case "GB" -> BRITISH;
            default -> throw new IllegalArgumentException("no extractor for region " + region);
        };
    }

    /// Checks that exactly the marked pieces are found as a type, with these values.
    ///
    /// @param values the values in order, parted by `; `; null if nothing is marked
    static void check(PatternType type, String region, String marked, @Nullable String values) {
        MarkedText expected = of(marked);
        List<PatternMatch> found = extractor(region).extract(expected.text, REFERENCE).stream()
                .filter(match -> match.type() == type)
                .toList();
        List<PatternMatch> wanted = new ArrayList<>();
        String[] each = values == null ? new String[0] : values.split("; ", -1);
        assertThat(each).as("values of the table for \"%s\"", marked).hasSize(expected.spans.size());
        for (int i = 0; i < each.length; i++) {
            Span span = expected.spans.get(i);
            wanted.add(new PatternMatch(type, span.start, span.end, each[i]));
        }
        assertThat(found).as(expected.text).isEqualTo(wanted);
    }
}
