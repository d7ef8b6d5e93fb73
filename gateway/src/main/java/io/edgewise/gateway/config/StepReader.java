// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.StepConfiguration.Classify;
import io.edgewise.gateway.config.StepConfiguration.Embed;
import io.edgewise.gateway.config.StepConfiguration.Extract;
import io.edgewise.gateway.config.StepConfiguration.Moderate;
import io.edgewise.gateway.config.StepConfiguration.SiteField;
import io.edgewise.gateway.config.StepConfiguration.ThresholdOverride;
import io.edgewise.inference.document.Section;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.rule.FieldPattern;
import io.edgewise.inference.rule.WordList;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Locale.IsoCountryCode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads one of the blocks in `steps` of a route.
final class StepReader {
    /// A threshold of 0 would be reached by every text.
    private static final double LEAST_SCORE = 0.001;

    private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    private final Path folder;
    private final GenerateReader writing;

    /// @param folder where relative paths are looked up
    StepReader(Path folder) {
        this.folder = folder;
        this.writing = new GenerateReader(folder);
    }

    Optional<RouteStep> read(Section s) {
        List<StepConfiguration> steps = Stream.of(
                        s.maybeSection("moderate", this::moderate, "labels, scores and a verdict"),
                        s.maybeSection("extract", this::extract, "an intent and fields"),
                        s.maybeSection("classify", this::classify, "a label, or several"),
                        s.maybeSection("embed", StepReader::embed, "a vector"),
                        s.maybeSection("generate", writing::generate, "a text that a generator writes"),
                        s.maybeSection("choose", writing::choose, "one of some texts, as a generator finds likeliest"))
                .flatMap(Optional::stream)
                .toList();
        if (steps.size() > 1) {
            s.problem(
                    "",
                    "a step is one of moderate, extract, classify, embed, generate and choose; write several steps");
        } else if (steps.isEmpty()) {
            s.problem("", "expected moderate, extract, classify, embed, generate or choose");
        }
        StepCondition when =
                s.section("when", StepCondition::read, "what the steps before must have said; else it is left out");
        return steps.stream().findFirst().map(step -> new RouteStep(step, when));
    }

    private StepConfiguration classify(Section s) {
        return new Classify(
                s.text("model", "spam", "name of a model"),
                s.maybeNumber(
                        "min-score",
                        0.6,
                        0,
                        1,
                        "a label below it does not hold; default the bundle's, or 0.6 of examples"),
                s.lists(
                        "examples",
                        "oil on the floor",
                        example -> example,
                        file -> ExamplesFile.read(folder.resolve(file)),
                        "example sentences by class, or a file of them: classes without training"),
                language(s));
    }

    private static LanguageScope language(Section s) {
        return s.choice(
                "language",
                LanguageScope.DECLARED,
                LanguageScope.class,
                "of the texts that the model reads; of others, when it is only those that the bundle declares, the result says"
                        + " unsupported");
    }

    private static StepConfiguration embed(Section s) {
        return new Embed(s.text("model", "sentences", "name of a model"));
    }

    private StepConfiguration moderate(Section s) {
        return new Moderate(
                s.text("model", "moderation", "name of a model"),
                s.named("thresholds", StepReader::threshold, "per label, in place of the bundle's"),
                s.section("words", this::words, "files with the site's own words, one term on each line"),
                language(s));
    }

    private Map<WordList, List<Path>> words(Section s) {
        Map<WordList, List<Path>> files = new EnumMap<>(WordList.class);
        files.put(WordList.BLOCK, s.list("block", "block.txt", folder::resolve, "a text with one of them is blocked"));
        files.put(WordList.REVIEW, s.list("review", "review.txt", folder::resolve, "a person should look at it"));
        files.put(WordList.ALLOW, s.list("allow", "allow.txt", folder::resolve, "harmless here"));
        files.values().removeIf(List::isEmpty);
        return files;
    }

    private static ThresholdOverride threshold(Section s) {
        OptionalDouble review =
                s.maybeNumber("review", 0.5, LEAST_SCORE, 1, "from this score on a person should look; 1 means never");
        OptionalDouble block =
                s.maybeNumber("block", 0.8, LEAST_SCORE, 1, "from this score on a text is blocked; 1 means never");
        if (review.isPresent() && block.isPresent() && review.getAsDouble() > block.getAsDouble()) {
            s.problem(
                    "review",
                    "is " + review.getAsDouble() + ", above block with " + block.getAsDouble()
                            + ": nothing would ever be reviewed");
        }
        return new ThresholdOverride(review, block);
    }

    private StepConfiguration extract(Section s) {
        return new Extract(
                s.text("model", "extraction", "name of a model"),
                new LinkedHashSet<>(s.list("groups", "maintenance", t -> t, "what to look for; default everything")),
                patterns(s),
                s.number("min-score", 0, 0, 1, "fields of the model below it are left out"),
                fields(s),
                language(s));
    }

    private Map<String, SiteField> fields(Section s) {
        Map<String, SiteField> fields = new LinkedHashMap<>();
        s.named("fields", this::field, "the site's own, by the type that results give them")
                .forEach((type, field) -> {
                    if (!TYPE.matcher(type).matches()) {
                        s.problem(
                                "fields",
                                "\"" + type + "\" is no type: a letter, then letters, digits, hyphen and underscore, at"
                                        + " most 63");
                    }
                    field.ifPresent(known -> fields.put(type, known));
                });
        return fields;
    }

    private Optional<SiteField> field(Section s) {
        Optional<FieldPattern> pattern = s.maybe(
                "pattern", "[A-Z]{2}-\\d{3}", FieldPattern::parse, "regular expression in RE2 syntax that finds it");
        Optional<Path> names = s.maybe(
                "names", "assets.csv", folder::resolve, "file with names: one on each line, or CSV with aliases");
        boolean fuzzy = s.flag("fuzzy", true, "words of a name may differ by a letter or two");
        if (pattern.isPresent() == names.isPresent()) {
            s.problem("", "a field is found by pattern or by names: give one of them");
        }
        Optional<SiteField> byPattern = pattern.map(SiteField.ByPattern::new);
        return byPattern.or(() -> names.map(file -> new SiteField.ByNames(file, fuzzy)));
    }

    private static PatternOptions patterns(Section s) {
        PatternOptions defaults = PatternOptions.defaults();
        String region = s.optional(
                "region", defaults.region(), StepReader::region, "country of phone numbers without a country code");
        ZoneId zone = s.maybe(
                        "zone", "Europe/Berlin", StepReader::zone, "of words such as tomorrow; default the board's")
                .orElseGet(ZoneId::systemDefault);
        return PatternOptions.ofRegion(region, zone);
    }

    private static String region(String text) {
        if (!Locale.getISOCountries(IsoCountryCode.PART1_ALPHA2).contains(text)) {
            throw new IllegalArgumentException(
                    "expected two capital letters of ISO 3166 such as US or DE, got \"" + text + "\"");
        }
        return text;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected a time zone such as Europe/Berlin or UTC, got \"" + text + "\"");
        }
    }
}
