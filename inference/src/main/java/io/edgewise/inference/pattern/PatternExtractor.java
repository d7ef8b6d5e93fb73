// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds and normalises phone numbers, addresses, bank and card numbers, quantities, dates and identifiers in a text.
///
/// Where matches overlap one of them stays: URL and EMAIL before all others; then IBAN, CARD, MAC and IP; then
/// DATE_TIME; then PHONE, QUANTITY and SERIAL. Within such a rank the longer match stays, then the earlier, then the
/// one whose type comes first in [PatternType].
///
/// **Threading.** Immutable, thread-safe.
///
/// **Cost.** Linear in the length of the text. The tables of the phone library load when the first text with seven
/// digits in a row of phone characters arrives.
public final class PatternExtractor {
    // The years that ISO 8601 writes with four digits, less one at each end for zones and for "yesterday".
    private static final Instant EARLIEST = LocalDateTime.of(1, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
    private static final Instant LATEST = LocalDateTime.of(9900, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);

    private static final Comparator<PatternMatch> BEST_FIRST = Comparator.comparingInt(PatternExtractor::rank)
            .thenComparing(Comparator.comparingInt(PatternMatch::length).reversed())
            .thenComparingInt(PatternMatch::start)
            .thenComparing(PatternMatch::type);

    private static final int LAST_RANK = 3;

    private final PatternOptions options;
    private final List<Recognizer> recognizers;

    /// @throws IllegalArgumentException if the options are null
    public PatternExtractor(@Nullable PatternOptions options) {
        if (options == null) {
            throw new IllegalArgumentException("options: expected the options of a place, got none");
        }
        this.options = options;
        this.recognizers = List.of(
                new UrlPattern(),
                new EmailPattern(),
                new IbanPattern(),
                new CardPattern(),
                new MacPattern(),
                new IpPattern(),
                new DateTimePattern(options.dateOrder()),
                new PhonePattern(options.region()),
                new QuantityPattern(options.region()),
                new SerialPattern());
    }

    /// Finds the values of a text.
    ///
    /// @param text any text, without limit on its length
    /// @param reference the moment that "today" and "Friday" count from, in years 1 to 9899
    /// @return the matches by start, none overlapping another
    /// @throws IllegalArgumentException if the text or the reference is null, or the reference is out of range
    public List<PatternMatch> extract(@Nullable String text, @Nullable Instant reference) {
        if (text == null) {
            throw new IllegalArgumentException("text: expected a text, got none");
        }
        if (reference == null || reference.isBefore(EARLIEST) || !reference.isBefore(LATEST)) {
            throw new IllegalArgumentException("reference: expected an instant from %s to before %s, got %s"
                    .formatted(EARLIEST, LATEST, reference == null ? "none" : reference));
        }
        Source source = new Source(text, LocalDateTime.ofInstant(reference, options.zone()));
        List<PatternMatch> found = new ArrayList<>();
        for (Recognizer recognizer : recognizers) {
            int first = found.size();
            recognizer.find(source, found);
            claim(source, found, first);
        }
        return found.size() < 2 ? List.copyOf(found) : withoutOverlaps(found);
    }

    private static void claim(Source source, List<PatternMatch> found, int first) {
        for (int i = first; i < found.size(); i++) {
            if (rank(found.get(i)) < LAST_RANK) {
                source.claim(found.get(i));
            }
        }
    }

    private static List<PatternMatch> withoutOverlaps(List<PatternMatch> found) {
        found.sort(BEST_FIRST);
        TreeMap<Integer, PatternMatch> kept = new TreeMap<>();
        for (PatternMatch match : found) {
            Map.Entry<Integer, PatternMatch> before = kept.floorEntry(match.start());
            Map.Entry<Integer, PatternMatch> after = kept.ceilingEntry(match.start());
            boolean free = (before == null || before.getValue().end() <= match.start())
                    && (after == null || after.getKey() >= match.end());
            if (free) {
                kept.put(match.start(), match);
            }
        }
        return List.copyOf(kept.values());
    }

    private static int rank(PatternMatch match) {
        return switch (match.type()) {
            case URL, EMAIL -> 0;
            case IBAN, CARD, MAC, IP -> 1;
            case DATE_TIME -> 2;
            case PHONE, QUANTITY, SERIAL -> LAST_RANK;
        };
    }
}
