// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.devices.payload.JsonCodec;
import io.edgewise.devices.payload.TextCodec;
import io.edgewise.gateway.config.StepConfiguration.Classify;
import io.edgewise.gateway.config.StepConfiguration.Embed;
import io.edgewise.gateway.config.StepConfiguration.Extract;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Moderate;
import io.edgewise.gateway.config.StepConfiguration.Reading;
import io.edgewise.gateway.config.StepConfiguration.ThresholdOverride;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.rule.WordList;
import io.edgewise.inference.task.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The keys of a route.
class RouteReaderTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsLeftOutTakesItsDefault() {
        RouteConfiguration route = Draft.in(folder).line(11, "").route();

        assertThat(route.name()).isEqualTo("chat");
        assertThat(route.from()).isEqualTo(TopicFilter.parse("terminals/+/text"));
        assertThat(route.payload()).isInstanceOf(TextCodec.class);
        assertThat(route.steps())
                .extracting(RouteStep::does)
                .containsExactly(new Moderate("moderation", Map.of(), Map.of(), LanguageScope.DECLARED));
        assertThat(route.forward()).isEmpty();
        assertThat(route.to()).hasToString("edgewise/pi/results/chat");
        assertThat(route.responseTopics()).isEmpty();
        assertThat(route.deadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(route.maxPayloadBytes()).isEqualTo(256 << 10);
        assertThat(route.window()).isEqualTo(64);
        assertThat(route.overflowBytes()).isEqualTo(256 << 10);
        assertThat(route.sessionExpiry()).isEqualTo(Duration.ofDays(7));
        assertThat(route.qos()).isEqualTo(1);
        assertThat(route.ordered()).isTrue();
        assertThat(route.priority()).isEqualTo(Priority.NORMAL);
        assertThat(route.share()).isEmpty();
        assertThat(route.subscription()).isEqualTo("terminals/+/text");
        assertThat(route.quota()).isEmpty();
        assertThat(route.steps()).allMatch(step -> step.when().isAlways());
    }

    @Test
    void everyKeyIsRead() {
        RouteConfiguration route =
                Draft.in(folder).line(11, "").line(14, "").and("""
                    payload: json:/body/text
                    forward: { allow: "clean/{1}", review: "look/{1}", block: "bin/{topic}" }
                    to: answers/{gateway}/{1}
                    response-topics: [ "replies/#", other ]
                    deadline: 1500ms
                    max-payload: 1kB
                    window: 7
                    overflow: 1MiB
                    session-expiry: 1h
                    qos: 0
                    ordered: false
                    priority: high
                    share: lobby
                    quota: { messages: 6, per: 10s, by: "{1}" }
                """).route();

        assertThat(route.payload()).isInstanceOf(JsonCodec.class);
        assertThat(route.forward().keySet()).containsExactly(Verdict.ALLOW, Verdict.REVIEW, Verdict.BLOCK);
        assertThat(route.forward().values())
                .extracting(Object::toString)
                .containsExactly("clean/{1}", "look/{1}", "bin/{topic}");
        assertThat(route.to()).hasToString("answers/{gateway}/{1}");
        assertThat(route.priority()).isEqualTo(Priority.HIGH);
        assertThat(route.subscription()).isEqualTo("$share/lobby/terminals/+/text");
        assertThat(route.quota()).hasValueSatisfying(quota -> {
            assertThat(quota.messages()).isEqualTo(6);
            assertThat(quota.per()).isEqualTo(Duration.ofSeconds(10));
            assertThat(quota.by()).hasToString("{1}");
        });
        assertThat(route.responseTopics()).containsExactly(TopicFilter.parse("replies/#"), TopicFilter.parse("other"));
        assertThat(route.deadline()).isEqualTo(Duration.ofMillis(1500));
        assertThat(route.maxPayloadBytes()).isEqualTo(1000);
        assertThat(route.window()).isEqualTo(7);
        assertThat(route.overflowBytes()).isEqualTo(1 << 20);
        assertThat(route.sessionExpiry()).isEqualTo(Duration.ofHours(1));
        assertThat(route.qos()).isZero();
        assertThat(route.ordered()).isFalse();
    }

    @Test
    void thresholdsMayBeGivenInPart() {
        assertThat(
                        step(
                                "moderate: { model: moderation, thresholds: { insult: { review: 0.4 }, toxic: { block: 1 } } }"))
                .isEqualTo(new Moderate(
                        "moderation",
                        Map.of(
                                "insult", new ThresholdOverride(OptionalDouble.of(0.4), OptionalDouble.empty()),
                                "toxic", new ThresholdOverride(OptionalDouble.empty(), OptionalDouble.of(1))),
                        Map.of(),
                        LanguageScope.DECLARED));
    }

    @Test
    void wordListsLieBesideTheConfiguration() throws IOException {
        Draft draft = Draft.in(folder);
        Files.writeString(folder.resolve("a.txt"), "idiot");
        Files.writeString(folder.resolve("b.txt"), "kill switch");

        assertThat(draft.line(13, "moderate: { model: moderation, words: { block: a.txt, allow: [b.txt] } }")
                        .steps())
                .containsExactly(new Moderate(
                        "moderation",
                        Map.of(),
                        Map.of(
                                WordList.BLOCK, List.of(folder.resolve("a.txt")),
                                WordList.ALLOW, List.of(folder.resolve("b.txt"))),
                        LanguageScope.DECLARED));
    }

    @Test
    void anExtractionLooksForEverythingUnlessTold() {
        assertThat(step("extract: { model: extraction }"))
                .isEqualTo(new Extract(
                        "extraction",
                        Set.of(),
                        PatternOptions.ofRegion("US", ZoneId.systemDefault()),
                        0,
                        Map.of(),
                        LanguageScope.DECLARED));
    }

    @Test
    void anExtractionIsToldWhatToLookForAndWhere() {
        StepConfiguration step = step("extract: { model: extraction, groups: [pattern, codes], region: DE,"
                + " zone: Europe/Berlin, min-score: 0.25 }");

        assertThat(step)
                .isEqualTo(new Extract(
                        "extraction",
                        Set.of("codes", "pattern"),
                        PatternOptions.ofRegion("DE", ZoneId.of("Europe/Berlin")),
                        0.25,
                        Map.of(),
                        LanguageScope.DECLARED));
    }

    @Test
    void aClassificationTakesTheBundlesThresholdUnlessTold() {
        Draft draft = Draft.in(folder).line(6, "moderation: { bundle: models/spam }");

        assertThat(draft.line(13, "classify: { model: moderation }").steps())
                .containsExactly(new Classify("moderation", OptionalDouble.empty(), LanguageScope.DECLARED));
        assertThat(draft.line(13, "classify: { model: moderation, min-score: 0.6 }")
                        .steps())
                .containsExactly(new Classify("moderation", OptionalDouble.of(0.6), LanguageScope.DECLARED));
    }

    @ParameterizedTest
    @CsvSource({"moderate, moderation", "extract, extraction", "classify, spam"})
    void aModelMayReadTextsOfAnyLanguage(String kind, String bundle) {
        StepConfiguration read = Draft.in(folder)
                .line(6, "moderation: { bundle: models/" + bundle + " }")
                .line(13, kind + ": { model: moderation, language: any }")
                .steps()
                .getFirst();

        assertThat(
                        switch (read) {
                            case Moderate moderate -> moderate.language();
                            case Extract extract -> extract.language();
                            case Classify classify -> classify.language();
                            case Embed embed -> throw new AssertionError("no such option: " + embed);
                            case Generate generate -> throw new AssertionError("no such option: " + generate);
                        })
                .isEqualTo(LanguageScope.ANY);
    }

    @Test
    void anEmbeddingIsToldItsModel() {
        assertThat(Draft.in(folder)
                        .line(6, "moderation: { bundle: models/sentences }")
                        .line(13, "embed: { model: moderation }")
                        .steps())
                .containsExactly(new Embed("moderation"));
    }

    @Test
    void aRouteMayModerateAndExtract() {
        assertThat(Draft.in(folder)
                        .line(12, "steps: [ extract: { model: extraction }, moderate: { model: moderation } ]")
                        .line(13, "")
                        .steps())
                .extracting(step -> ((Reading) step).model())
                .containsExactly("extraction", "moderation");
    }

    @Test
    void aSingleTextCountsAsAListOfOne() {
        assertThat(Draft.in(folder)
                        .line(11, "response-topics: replies/#")
                        .route()
                        .responseTopics())
                .containsExactly(TopicFilter.parse("replies/#"));
    }

    private StepConfiguration step(String text) {
        return Draft.in(folder).line(13, text).steps().getFirst();
    }

    @Test
    void aStepMayDependOnWhatWasSaidBefore() {
        List<RouteStep> steps = Draft.in(folder)
                .line(
                        12,
                        "steps: [ moderate: { model: moderation }, { extract: { model: extraction }, when: { verdict:"
                                + " [allow, review], scores: { insult: 0.4 } } } ]")
                .line(13, "")
                .route()
                .steps();

        assertThat(steps.getFirst().when().isAlways()).isTrue();
        assertThat(steps.getLast().when())
                .isEqualTo(new StepCondition(
                        Set.of(Verdict.ALLOW, Verdict.REVIEW), Map.of("insult", 0.4), Set.of(), Set.of(), Set.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            verdict: bad | .verdict: unknown "bad": (have: allow, review, block)
            scores: { insult: 7 } | .scores.insult: expected a score above 0 and at most 1, got "7"
            scores: { insolt: 0.5 } | .scores: unknown "insolt": did you mean "insult"? (have: toxic, insult, threat)
            intent: alarm_set | .intent: no step before this one is extract
            label: order | .label: no step before this one is classify
            field: PHONE | .field: no step before this one is extract
            """)
    void aConditionThatNothingBeforeItCanMeetIsAProblem(String when, String problem) {
        assertThat(Draft.in(folder)
                        .line(
                                12,
                                "steps: [ moderate: { model: moderation }, { extract: { model: extraction }, when: { "
                                        + when + " } } ]")
                        .line(13, "")
                        .problems())
                .singleElement()
                .asString()
                .contains("routes[0].steps[1].when" + problem);
    }

    @Test
    void fieldsAndIntentsOfAConditionAreThoseOfTheBundle() {
        Draft draft = Draft.in(folder).line(13, "");

        assertThat(draft.line(12, conditional("extract: { model: extraction }", "field: PHONE"))
                        .problems())
                .isEmpty();
        assertThat(draft.line(12, conditional("extract: { model: extraction }", "field: PHNE, intent: nothing"))
                        .problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("unknown \"PHNE\": did you mean \"PHONE\"?"))
                .anySatisfy(problem -> assertThat(problem).contains("unknown \"nothing\""));
    }

    private static String conditional(String first, String when) {
        return "steps: [ " + first + ", { moderate: { model: moderation }, when: { " + when + " } } ]";
    }

    @Test
    void theFirstStepHasNothingToGoBy() {
        assertThat(Draft.in(folder)
                        .line(12, "steps: [ { moderate: { model: moderation }, when: { verdict: allow } } ]")
                        .line(13, "")
                        .problems())
                .singleElement()
                .asString()
                .contains("routes[0].steps[0].when: the first step has nothing to go by");
    }

    @Test
    void aQuotaIsCountedByWhatTheFilterCaptures() {
        assertThat(Draft.in(folder).line(11, "quota: { by: \"{2}\" }").problems())
                .singleElement()
                .asString()
                .contains("routes[0].quota: \"{2}\" uses {2}, from has 1 wildcard");
    }
}
