// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Measures the extractors against the English test vectors of Microsoft Recognizers-Text, exact spans only.
///
/// Those recognisers answer other questions too (durations, "the 15th", the national numbers of all countries at
/// once), so that recall against them has a ceiling; ours read phone numbers as in the United States here. The
/// floors are what was reached when this was written: types that we claim to cover may get better silently, but
/// not worse.
class RecognizerSpecsTest {
    private static final Path SPECS = shared().resolve("datasets/extraction/recognizers_text_specs");
    private static final Logger LOG = LoggerFactory.getLogger(RecognizerSpecsTest.class);
    private static final Instant REFERENCE = Instant.parse("2016-11-07T00:00:00Z");

    private final PatternExtractor extractor = new PatternExtractor(PatternOptions.defaults());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Sequence__English__EmailModel               | EMAIL     | any         | 1.00 | 0.92
            Sequence__English__URLModel                 | URL       | any         | 0.96 | 0.75
            Sequence__English__IpAddressModel           | IP        | any         | 1.00 | 0.90
            Sequence__English__PhoneNumberModel         | PHONE     | any         | 1.00 | 0.50
            NumberWithUnit__English__TemperatureModel   | QUANTITY  | temperature | 0    | 0
            NumberWithUnit__English__DimensionModel     | QUANTITY  | dimension   | 0    | 0
            NumberWithUnit__English__CurrencyModel      | QUANTITY  | money       | 0    | 0
            Number__English__PercentModel               | QUANTITY  | percent     | 0    | 0
            DateTime__English__DateExtractor            | DATE_TIME | any         | 0    | 0
            DateTime__English__TimeExtractor            | DATE_TIME | any         | 0    | 0
            DateTime__English__DateTimeExtractor        | DATE_TIME | any         | 0    | 0
            """)
    void reachesTheFloors(String model, PatternType type, String kind, double precision, double recall) {
        Path file = SPECS.resolve("Specs__" + model + ".json");
        assumeTrue(
                Files.isRegularFile(file),
                () -> "skipped: no " + file + "; set EDGEWISE_SHARED to the folder with the third-party data sets");

        Score score = new Score();
        for (JsonNode spec : new ObjectMapper().readTree(file)) {
            count(spec, type, ofKind(kind), score);
        }

        LOG.info("{} against {}: {}", type, model, score);
        assertThat(score.precision()).as("precision of %s: %s", model, score).isGreaterThanOrEqualTo(precision);
        assertThat(score.recall()).as("recall of %s: %s", model, score).isGreaterThanOrEqualTo(recall);
    }

    private void count(JsonNode spec, PatternType type, Predicate<PatternMatch> ofKind, Score score) {
        String text = spec.get("Input").asString();
        Set<MarkedText.Span> wanted = new HashSet<>();
        int from = 0;
        for (JsonNode result : spec.get("Results")) {
            MarkedText.Span span = span(text, result, from);
            wanted.add(span);
            from = span.end();
        }
        for (PatternMatch match : extractor.extract(text, REFERENCE)) {
            if (match.type() == type && ofKind.test(match)) {
                if (wanted.remove(new MarkedText.Span(match.start(), match.end()))) {
                    score.right++;
                } else {
                    score.wrong++;
                }
            }
        }
        score.missed += wanted.size();
    }

    private static MarkedText.Span span(String text, JsonNode result, int from) {
        String found = result.get("Text").asString();
        JsonNode start = result.get("Start");
        int first = start == null
                ? text.toLowerCase(Locale.ROOT).indexOf(found.toLowerCase(Locale.ROOT), from)
                : start.asInt();
        return new MarkedText.Span(first, first + found.length());
    }

    /// Each model of the vectors knows one kind of unit only; a match of another kind is not wrong but not asked for.
    private static Predicate<PatternMatch> ofKind(String kind) {
        return match -> {
            String symbol = match.value().substring(match.value().indexOf(' ') + 1);
            boolean money = symbol.matches("[A-Z]{3}(/.*)?");
            boolean temperature = symbol.equals("°C") || symbol.equals("°F") || symbol.equals("K");
            boolean time = Set.of("s", "min", "h", "d", "wk", "mo", "a").contains(symbol);
            return switch (kind) {
                case "temperature" -> temperature || symbol.equals("°");
                case "money" -> money;
                case "percent" -> symbol.equals("%");
                case "dimension" -> !money && !temperature && !time && !symbol.equals("%");
                default -> true;
            };
        };
    }

    private static Path shared() {
        String shared = System.getenv("EDGEWISE_SHARED");
        String root = System.getenv("EDGEWISE_ROOT");
        return shared != null
                ? Path.of(shared)
                : Path.of(root == null ? "." : root).resolve("../shared");
    }

    private static final class Score {
        private int right;
        private int wrong;
        private int missed;

        double precision() {
            return right == 0 ? 0 : (double) right / (right + wrong);
        }

        double recall() {
            return right == 0 ? 0 : (double) right / (right + missed);
        }

        @Override
        public String toString() {
            return "precision %.3f, recall %.3f (right %d, wrong %d, missed %d)"
                    .formatted(precision(), recall(), right, wrong, missed);
        }
    }
}
