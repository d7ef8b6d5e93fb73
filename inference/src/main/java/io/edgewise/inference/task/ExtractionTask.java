// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.language.LanguageCheck;
import io.edgewise.inference.pattern.PatternExtractor;
import io.edgewise.inference.pattern.PatternMatch;
import io.edgewise.inference.rule.SiteFields;
import io.edgewise.inference.rule.SiteMatch;
import io.edgewise.inference.task.Field.By;
import io.edgewise.inference.tokenizer.Encoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds an intent and fields: by the model's heads, and by validated patterns.
///
/// Groups may overlap each other; they look at a text from different sides. Only `codes` yields to `pattern`,
/// because both mean the same kind of thing and the pattern has checked it. A code is never cut ([WholeCodes]).
/// Fields of the site's own (group `site`) are found whatever groups are wanted, and what the model or a
/// pattern finds within one of them is left out: the site knows its own things. Of a text in a language that
/// the model does not know, only they are found: patterns read words as well.
public final class ExtractionTask implements TextTask<Extraction> {
    /// The group of the validated patterns.
    public static final String PATTERN_GROUP = "pattern";

    /// The group of the site's own fields.
    public static final String SITE_GROUP = "site";

    private static final String CODES_GROUP = "codes";
    private static final Comparator<Field> BY_PLACE =
            Comparator.comparingInt(Field::start).thenComparingInt(Field::end).thenComparing(Field::group);

    private final BundleDescriptor bundle;
    private final List<Head.Spans> spanHeads;
    private final Optional<Head.Choice> intentHead;
    private final Optional<PatternExtractor> patterns;
    private final double leastScore;
    private final SiteFields site;
    private final LanguageCheck languages;

    /// Without fields of the site's own, for texts of any language.
    ///
    /// @param groups as below
    /// @param leastScore as below
    /// @throws IllegalArgumentException as below
    public ExtractionTask(BundleDescriptor bundle, Set<String> groups, PatternExtractor patterns, double leastScore) {
        this(bundle, groups, patterns, leastScore, SiteFields.NONE, LanguageCheck.ANY);
    }

    /// @param groups what to look for besides the site's fields; empty means everything the bundle has, and patterns
    /// @param leastScore fields of the model below it are left out
    /// @param site the site's own fields
    /// @param languages in a text that is foreign to it the model reads nothing
    /// @throws IllegalArgumentException for a group that neither the bundle nor the patterns have
    public ExtractionTask(
            BundleDescriptor bundle,
            Set<String> groups,
            PatternExtractor patterns,
            double leastScore,
            SiteFields site,
            LanguageCheck languages) {
        this.bundle = bundle;
        this.languages = languages;
        this.site = site;
        for (String group : groups) {
            if (!groups(bundle).contains(group)) {
                throw new IllegalArgumentException(
                        "no group \"" + group + "\" in bundle " + bundle.id() + " (have: " + groups(bundle) + ")");
            }
        }
        this.spanHeads = bundle.heads().stream()
                .filter(Head.Spans.class::isInstance)
                .map(Head.Spans.class::cast)
                .filter(head -> wanted(groups, head.group()))
                .toList();
        this.intentHead = bundle.heads().stream()
                .filter(Head.Choice.class::isInstance)
                .map(Head.Choice.class::cast)
                .filter(head -> wanted(groups, head.group()))
                .findFirst();
        this.patterns = wanted(groups, PATTERN_GROUP) ? Optional.of(patterns) : Optional.empty();
        this.leastScore = leastScore;
    }

    /// The groups that can be asked for, patterns and the site's among them.
    public static Set<String> groups(BundleDescriptor bundle) {
        Set<String> groups = new LinkedHashSet<>();
        for (Head head : bundle.heads()) {
            switch (head) {
                case Head.Spans spans -> groups.add(spans.group());
                case Head.Choice choice -> groups.add(choice.group());
                case Head.Labels labels -> {}
                case Head.Vector vector -> {}
            }
        }
        groups.add(PATTERN_GROUP);
        groups.add(SITE_GROUP);
        return groups;
    }

    private static boolean wanted(Set<String> groups, String group) {
        return groups.isEmpty() || groups.contains(group);
    }

    @Override
    public Set<String> outputs() {
        Set<String> outputs = new LinkedHashSet<>();
        spanHeads.forEach(head -> outputs.add(head.name()));
        intentHead.ifPresent(head -> outputs.add(head.name()));
        return outputs;
    }

    @Override
    public Optional<Extraction> withoutModel(String text) {
        if (outputs().isEmpty() || !languages.isForeign(text)) {
            return Optional.empty();
        }
        return Optional.of(new Extraction(intentHead.map(head -> Intent.NONE), siteFields(text), true));
    }

    private List<Field> siteFields(String text) {
        return site.find(text).stream().map(match -> field(match, text)).toList();
    }

    private static Field field(SiteMatch match, String text) {
        return new Field(
                SITE_GROUP,
                match.type(),
                text.substring(match.start(), match.end()),
                match.start(),
                match.end(),
                match.value(),
                match.score(),
                match.by() == SiteMatch.By.GAZETTEER ? By.GAZETTEER : By.PATTERN);
    }

    @Override
    public Reading<Extraction> read(String text, Encoding encoding, Instant received) {
        return new FieldReading(text, encoding, received);
    }

    private final class FieldReading implements Reading<Extraction> {
        private final String text;
        private final Instant received;
        private final List<SpanReading> spans = new ArrayList<>();
        private final Optional<ChoiceReading> intent = intentHead.map(ChoiceReading::new);

        FieldReading(String text, Encoding encoding, Instant received) {
            this.text = text;
            this.received = received;
            int overlap = bundle.window().overlap();
            spanHeads.forEach(head -> spans.add(new SpanReading(head, text, encoding, overlap)));
        }

        @Override
        public void window(Window window, Pass pass, int message) {
            spans.forEach(reading -> reading.window(window, pass, message));
            intent.ifPresent(reading -> reading.window(window, pass, message));
        }

        @Override
        public Extraction answer() {
            List<Field> ours = siteFields(text);
            List<Field> found = patternFields().stream()
                    .filter(field -> !isCovered(field, ours))
                    .toList();
            List<Field> all = new ArrayList<>(ours);
            all.addAll(found);
            for (SpanReading reading : spans) {
                WholeCodes.of(text, reading.fields()).stream()
                        .filter(field -> field.score() >= leastScore)
                        .filter(field -> !yields(field, found) && !isCovered(field, ours))
                        .forEach(all::add);
            }
            all.sort(BY_PLACE);
            return new Extraction(intent.map(ChoiceReading::intent), all);
        }

        private static boolean isCovered(Field field, List<Field> siteFields) {
            return siteFields.stream().anyMatch(ours -> ours.covers(field));
        }

        private List<Field> patternFields() {
            return patterns.map(p -> p.extract(text, received)).orElse(List.of()).stream()
                    .map(this::field)
                    .toList();
        }

        private Field field(PatternMatch match) {
            return new Field(
                    PATTERN_GROUP,
                    match.type().name(),
                    text.substring(match.start(), match.end()),
                    match.start(),
                    match.end(),
                    Optional.of(match.value()),
                    1,
                    By.PATTERN);
        }

        private static boolean yields(Field field, List<Field> patternFields) {
            return field.group().equals(CODES_GROUP) && patternFields.stream().anyMatch(field::overlaps);
        }
    }
}
