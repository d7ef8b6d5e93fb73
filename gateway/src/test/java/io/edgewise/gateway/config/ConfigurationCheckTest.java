// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the parts of a configuration say of each other, and of the files that they name.
class ConfigurationCheckTest {
    @TempDir
    private Path folder;

    /// `%s` is the folder of the configuration.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            2  | broker: { url: mqtts://x, ca: nothing.pem } | broker.ca: %s/nothing.pem is not there
            2  | broker: { url: mqtts://x, ca: models } | broker.ca: %s/models is a folder, expected a file
            2  | broker: { url: mqtt://x, password-file: nothing } | broker.password-file: %s/nothing is not there
            4  | inference: { library: nothing.so } | inference.library: %s/nothing.so is not there
            13 | moderate: { model: moderatoin }   | routes[0].steps[0].moderate.model: no model "moderatoin": did you mean "moderation"? (have: moderation, extraction)
            13 | extract: { model: vad }           | routes[0].steps[0].extract.model: no model "vad": (have: moderation, extraction)
            13 | moderate: { model: extraction }   | routes[0].steps[0].moderate.model: extraction@1.0.0 is for extraction, this step needs moderation
            13 | extract: { model: moderation }    | routes[0].steps[0].extract.model: moderation@1.0.0 is for moderation, this step needs extraction
            13 | classify: { model: moderation }   | routes[0].steps[0].classify.model: moderation@1.0.0 is for moderation, this step needs classification
            13 | embed: { model: extraction }      | routes[0].steps[0].embed.model: extraction@1.0.0 is for extraction, this step needs embedding
            13 | classify: { model: spam }         | routes[0].steps[0].classify.model: no model "spam": (have: moderation, extraction)
            13 | moderate: { model: moderation, thresholds: { insolt: { block: 0.8 } } } | routes[0].steps[0].moderate.thresholds.insolt: unknown label "insolt": did you mean "insult"? (have: toxic, insult, threat)
            13 | moderate: { model: moderation, thresholds: { spam: { block: 0.8 } } } | routes[0].steps[0].moderate.thresholds.spam: unknown label "spam": (have: toxic, insult, threat)
            13 | moderate: { model: moderation, thresholds: { toxic: { review: 0.9 } } } | routes[0].steps[0].moderate.thresholds.toxic: review is 0.9, above the bundle's block of 0.8: give block too
            13 | extract: { model: extraction, fields: { A: { names: n.csv } } } | routes[0].steps[0].extract.fields.A.names: %s/n.csv is not there
            13 | extract: { model: extraction, fields: { A: { } } } | routes[0].steps[0].extract.fields.A: a field is found by pattern or by names: give one of them
            13 | extract: { model: extraction, fields: { A: { pattern: 'a', names: b } } } | routes[0].steps[0].extract.fields.A: a field is found by pattern or by names: give one of them
            13 | extract: { model: extraction, fields: { A: { pattern: '(?=a)' } } } | routes[0].steps[0].extract.fields.A.pattern: "(?=a)": at character 1 invalid or unsupported Perl syntax "(?="; RE2 has no look-ahead and look-behind: match what stands around, too, and name what counts (?P<value>…)
            13 | extract: { model: extraction, groups: [code] } | routes[0].steps[0].extract.groups: no group "code" in extraction@1.0.0: did you mean "codes"? (have: maintenance, codes, device, pattern, site)
            """)
    void whatDoesNotFitIsToldWithLineAndPath(int line, String text, String problem) {
        assertThat(Draft.in(folder).line(line, text).problems())
                .containsExactly("line " + line + ": " + problem.formatted(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moderate: { model: moderation, thresholds: { toxic: { review: 0.9, block: 0.95 } } }",
                "moderate: { model: moderation, thresholds: { toxic: { block: 0.1 } } }",
                "moderate: { model: moderation, thresholds: { threat: { review: 0.9 } } }",
                "extract: { model: extraction, groups: [maintenance, codes, device, pattern] }",
            })
    void whatFitsIsTaken(String step) {
        assertThat(Draft.in(folder).line(13, step).problems()).isEmpty();
    }

    @Test
    void whatIsWrongWithWordListsIsToldWithBothLines() throws IOException {
        Draft draft = Draft.in(folder)
                .line(13, "moderate: { model: moderation, words: { block: [b.txt, c.txt], allow: a.txt } }");
        Files.writeString(folder.resolve("a.txt"), "# ours\nidiot");
        Files.writeString(folder.resolve("b.txt"), "Idiot\n...");
        String at = "line 13: routes[0].steps[0].moderate.words: " + folder;

        assertThat(draft.problems())
                .containsExactly(
                        at + "/b.txt, line 2: \"...\" has neither a letter nor a digit: it would never be found",
                        at + "/c.txt is not there",
                        at + "/a.txt, line 2: \"idiot\" is also a term to block (" + folder
                                + "/b.txt, line 1): take one of them out");
    }

    @Test
    void severalProblemsAreToldInTheOrderOfTheFile() {
        assertThat(Draft.in(folder)
                        .line(6, "moderation: { bundle: nothing }")
                        .line(13, "extract: { model: extraction, groups: [z, a, m] }")
                        .problems())
                .satisfiesExactly(
                        p -> assertThat(p)
                                .startsWith("line 6: models.moderation.bundle: ")
                                .contains("nothing"),
                        p -> assertThat(p).contains("no group \"z\""),
                        p -> assertThat(p).contains("no group \"a\""),
                        p -> assertThat(p).contains("no group \"m\""));
    }

    @Test
    void aBundleThatCannotBeReadIsToldOnceNotForEachStep() throws IOException {
        Draft draft = Draft.in(folder);
        Files.writeString(folder.resolve("models/moderation/bundle.json"), "{}");

        assertThat(draft.problems()).singleElement().asString().startsWith("line 6: models.moderation.bundle: ");
    }

    @Test
    void aModelsNameMustFitIntoATopic() {
        Draft draft =
                Draft.in(folder).line(6, "'a/b': { bundle: models/moderation }").line(13, "moderate: { model: a/b }");

        assertThat(draft.problems())
                .containsExactly("line 6: models.a/b: is no name to use here: expected letters, digits, dot, hyphen and"
                        + " underscore, at most 63, got \"a/b\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            npu: {}                              | delegates.npu.library: is missing: its shared library, for example /opt/npu/libnpu_delegate.so
            npu: { library: npu.so }             | delegates.npu.library: FOLDER/npu.so is not there
            xnnpack: { library: lib.so }         | delegates.xnnpack: is a name that has a meaning of its own; choose another
            auto: { library: lib.so }            | delegates.auto: is a name that has a meaning of its own; choose another
            a/b: { library: lib.so }             | delegates.a/b: is no name to use here: expected letters, digits, dot, hyphen and underscore, at most 63, got "a/b"
            npu: { library: lib.so, kind: arm }  | delegates.npu.kind: unknown "arm": (have: arm-nn, external)
            npu: { library: lib.so, option: {} } | delegates.npu.option: unknown key: did you mean "options"? (have: cool-off, fixed-shapes, kind, library, options, pass-limit, search-path)
            npu: { library: lib.so, pass-limit: 0s } | delegates.npu.pass-limit: expected more than nothing, got "0s"
            arm: { kind: arm-nn, library: lib.so, fixed-shapes: false } | delegates.arm.fixed-shapes: Arm NN builds its graph for one length; leave it true
            arm: { kind: arm-nn, library: lib.so, options: { backend: CpuAcc } } | delegates.arm.options: backend: unknown option: did you mean "backends"? (have: allow-expanded-dims, backends, cached-network-filepath, counter-capture-period, debug-data, disable-tflite-runtime-fallback, dynamic-backends-path, enable-external-profiling, enable-fast-math, enable-internal-profiling, file-only-external-profiling, gpu-enable-profiling, gpu-kernel-profiling-enabled, gpu-mlgo-tuning-file, gpu-tuning-file, gpu-tuning-level, incoming-capture-file, infer-output-shape, internal-profiling-detail, logging-severity, memory-import, number-of-threads, outgoing-capture-file, profiling-file-format, reduce-fp32-to-fp16, save-cached-network, serialize-to-dot, timeline-profiling)
            arm: { kind: arm-nn, library: lib.so, options: { backends: 'CpuAcc,Npu' } } | delegates.arm.options: backends: unknown backend "Npu": (have: CpuAcc, CpuRef, GpuAcc)
            arm: { kind: arm-nn, library: lib.so, options: { number-of-threads: '0' } } | delegates.arm.options: number-of-threads: expected a number from 1 to 64, got "0"
            arm: { kind: arm-nn, library: lib.so, options: { enable-fast-math: 'yes' } } | delegates.arm.options: enable-fast-math: expected true or false, got "yes"
            arm: { kind: arm-nn, library: lib.so, options: { enable-internal-profiling: 'false' } } | delegates.arm.options: enable-internal-profiling: expected true, got "false": Arm NN reads that as true, too; leave the option out
            arm: { kind: arm-nn, library: lib.so, options: { disable-tflite-runtime-fallback: 'true' } } | delegates.arm.options: disable-tflite-runtime-fallback: with true Arm NN ends its process at the first operator that it lacks, as GELU; leave the option out
            arm: { kind: arm-nn, library: lib.so, options: { disable-tflite-runtime-fallback: 'no' } } | delegates.arm.options: disable-tflite-runtime-fallback: expected true or false, got "no"
            """)
    void aWrongDelegateIsToldWithWhatIsRight(String delegate, String problem) throws IOException {
        Files.writeString(folder.resolve("lib.so"), "x");

        List<String> problems =
                Draft.in(folder).and("delegates:\n  " + delegate).problems();

        assertThat(problems)
                .singleElement()
                .asString()
                .matches("line 1[56]: .*")
                .endsWith(problem.replace("FOLDER", folder.toString()));
    }

    @Test
    void aModelMayNameTheDelegatesThatThereAre() throws IOException {
        Files.writeString(folder.resolve("lib.so"), "x");
        Draft draft = Draft.in(folder).and("delegates:\n  npu: { library: lib.so }");

        assertThat(draft.line(6, "moderation: { bundle: models/moderation, delegate: npu }")
                        .problems())
                .isEmpty();
        assertThat(draft.line(6, "moderation: { bundle: models/moderation, delegate: nqu }")
                        .problems())
                .containsExactly("line 6: models.moderation.delegate: unknown delegate \"nqu\": did you mean \"npu\"?"
                        + " (have: auto, cpu, npu, xnnpack)");
    }

    @Test
    void aRoutesNameIsTakenOnce() {
        assertThat(Draft.in(folder).line(14, "").and("""
                  - name: chat
                    from: other
                    steps: [ moderate: { model: moderation } ]
                """).problems())
                .containsExactly(
                        "line 15: routes[1].name: \"chat\" stands twice: a route's name is the name of its session");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "terminals/+/text   | to: terminals/{1}/text   | line 11: routes[0].to",
                "terminals/#        | to: terminals/answers    | line 11: routes[0].to",
                "terminals/+/text   | to: '{topic}'            | line 11: routes[0].to",
                "#                  | to: answers              | line 11: routes[0].to",
                "edgewise/+/results/# | qos: 1                 | line 9: routes[0].to",
                "chat/#             | forward: { allow: chat/clean } | line 11: routes[0].forward.allow",
                "edgewise/+/dead-letter/# | to: answers        | line 10: routes[0].from",
                "edgewise/pi/dead-letter/chat | to: answers    | line 10: routes[0].from",
            })
    void aRouteMustNotFeedItself(String from, String line11, String where) {
        assertThat(Draft.in(folder)
                        .line(10, "from: '" + from + "'")
                        .line(11, line11)
                        .problems())
                .first()
                .asString()
                .startsWith(where + ": \"")
                .endsWith(" can match " + from + ", the input of this route: messages would go round for ever");
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminals/{1}/answer", "terminals/{1}", "edgewise/pi/dead-letter/chats", "{topic}/answer"})
    void anAnswerBesideTheInputIsFine(String to) {
        assertThat(Draft.in(folder).line(11, "to: '" + to + "'").problems()).isEmpty();
    }

    @Test
    void routesMustNotFeedEachOtherInACircle() {
        assertThat(Draft.in(folder)
                        .line(11, "to: plant/orders")
                        .line(14, "")
                        .and("""
                  - name: orders
                    from: plant/orders
                    to: terminals/1/text
                    steps: [ extract: { model: extraction } ]
                """)
                        .problems())
                .containsExactly(
                        "line 11: routes[0].to: \"plant/orders\" can match terminals/+/text, the input of this route, by way"
                                + " of others: messages would go round for ever",
                        "line 17: routes[1].to: \"terminals/1/text\" can match plant/orders, the input of this route, by way"
                                + " of others: messages would go round for ever");
    }

    @Test
    void aRouteMayReadTheDeadLettersOfAnother() {
        assertThat(Draft.in(folder).line(14, "").and("""
                  - name: second-try
                    from: edgewise/pi/dead-letter/chat
                    steps: [ extract: { model: extraction } ]
                """).problems()).isEmpty();
    }
}
