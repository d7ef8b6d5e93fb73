// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Asking;
import io.edgewise.gateway.config.StepConfiguration.Generate.Conversation;
import io.edgewise.gateway.config.StepConfiguration.Generate.Example;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.gateway.config.StepConfiguration.Generate.TooLong;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Routes that have texts written. Line 4 of the draft has a generator, line 13 the step.
class GenerateProblemsTest {
    private static final String WRITER = "generators: { writer: { bundle: models/writer, context: 512 } }";

    @TempDir
    private Path folder;

    private Draft draft(String step) {
        return Draft.in(folder).line(4, WRITER).line(13, step);
    }

    @Test
    void whatIsLeftOutHasAFallback() {
        assertThat(draft("generate: { generator: writer }").steps())
                .containsExactly(new Generate(
                        "writer",
                        new Asking(
                                Optional.empty(),
                                new PromptTemplate("{text}"),
                                List.of(),
                                Optional.empty(),
                                TooLong.REFUSE),
                        new Form.Anything(),
                        new Limits(256, Duration.ofSeconds(60)),
                        Sampling.GREEDY,
                        List.of(),
                        Optional.empty(),
                        false));
    }

    @Test
    void everythingCanBeSaid() throws IOException {
        Files.writeString(
                folder.resolve("order.json"), "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"boolean\"}}}");
        assertThat(draft(
                                "generate: { generator: writer, system: 'You fill {1}.', prompt: 'Note: {text}', examples: [{ text: a, answer: b }],"
                                        + " schema: order.json, max-tokens: 32, time-limit: 5s, temperature: 0.5, top-k: 4, top-p: 0.9,"
                                        + " repetition-penalty: 1.5, seed: 7, cancel: true, too-long: cut, conversation: { turns: 2, expire: 1m } }")
                        .steps())
                .containsExactly(new Generate(
                        "writer",
                        new Asking(
                                Optional.of(new PromptTemplate("You fill {1}.")),
                                new PromptTemplate("Note: {text}"),
                                List.of(new Example("a", "b")),
                                Optional.of(new Conversation(2, Duration.ofMinutes(1))),
                                TooLong.CUT),
                        new Form.JsonSchema(folder.resolve("order.json")),
                        new Limits(32, Duration.ofSeconds(5)),
                        new Sampling(0.5, 4, 0.9, 1.5, 7),
                        List.of(),
                        Optional.empty(),
                        true));
    }

    @Test
    void aPresetHasAPromptOfItsOwn() {
        assertThat(((Generate) draft("generate: { generator: writer, preset: translate, language: German }")
                                .steps()
                                .getFirst())
                        .asking()
                        .system()
                        .orElseThrow()
                        .toString())
                .contains("into German");
    }

    @Test
    void aChoiceIsMadeAmongTexts() {
        Generate choice = (Generate) draft("choose: { generator: writer, options: [later, now] }")
                .steps()
                .getFirst();
        assertThat(choice.form()).isEqualTo(new Form.OneOf(List.of("later", "now")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            generate: { generator: writr }                              | generate.generator: no generator "writr": did you mean "writer"? (have: writer)
            generate: { generator: writer, prompt: 'What?' }            | generate.prompt: has no {text}: every message would get the same answer
            generate: { generator: writer, prompt: '{2} {text}' }       | generate.prompt: {2} stands for a wildcard of from, which has 1
            generate: { generator: writer, prompt: '{texts}' }          | generate.prompt: "{texts}" has the unknown place {texts} (have: {text}, {1} to {9}, {verdict}, {label}, {intent}, {fields}, {field.TYPE})
            generate: { generator: writer, prompt: '{text' }            | generate.prompt: "{text" has a { alone at character 1: write it twice where it is meant
            generate: { generator: writer, max-tokens: 0 }              | generate.max-tokens: expected a whole number from 1 to 65536, got the number 0
            generate: { generator: writer, time-limit: 0s }             | generate.time-limit: expected a time above 0, such as 10s, got "0s"
            generate: { generator: writer, top-p: 0 }                   | generate.top-p: expected a number from 1.0E-4 to 1.0, got the number 0
            generate: { generator: writer, preset: translate }          | generate.language: is missing: the language that preset translate translates into
            generate: { generator: writer, preset: rap }                | generate.preset: unknown "rap": (have: summarise, reply, translate, complete)
            generate: { generator: writer, regex: '(' }                 | generate.regex: %
            generate: { generator: writer, regex: 'a+', schema: x.json } | generate.regex: stands beside schema: an answer has one form
            generate: { generator: writer, regex: 'a+', stop: [b] }     | generate.stop: would cut an answer short whose form says where it ends: leave it out
            generate: { generator: writer, schema: nowhere.json }       | generate.schema: %
            generate: { generator: writer, too-long: shorten }          | generate.too-long: %
            generate: { generator: writer, system: 'Of {text}', prompt: 'Go', too-long: cut } | generate.too-long: can't cut a text that stands in system too: have {text} in prompt alone
            generate: { generator: writer, conversation: { turns: 0 } } | generate.conversation.turns: expected a whole number from 1 to 32, got the number 0
            generate: { generator: writer, conversation: { expire: 0s } } | generate.conversation.expire: expected a time above 0, such as 10s, got "0s"
            choose: { generator: writer, options: [a, b], cancel: 1 }   | choose.cancel: expected true or false, got the number 1
            choose: { generator: writer, options: [a] }                 | choose.options: there are 1, expected 2 to 64 to choose from
            """)
    void aWrongStepIsToldWithItsPlace(String step, String problem) {
        List<String> problems = draft(step).problems();

        String place = "line 13: routes[0].steps[0]." + problem.replaceFirst(" ?%$", "");
        assertThat(problems).singleElement().asString().startsWith(place);
    }

    @Test
    void aConversationIsOneOfSendersWhoseResultsCanBeToldApart() {
        assertThat(draft("generate: { generator: writer, conversation: {} }")
                        .line(11, "to: answers")
                        .problems())
                .singleElement()
                .asString()
                .endsWith(
                        "generate.conversation: all messages have the result topic answers, and so one conversation: tell"
                                + " senders apart there, as in answers/{1}");
    }

    @Test
    void whereAnswersAreCancelledNoTextsComeIn() {
        assertThat(draft("generate: { generator: writer, cancel: true }")
                        .line(10, "from: '+/+/cancel'")
                        .problems())
                .singleElement()
                .asString()
                .endsWith(
                        "/cancel, where answers are cancelled and conversations forgotten, can match +/+/cancel, the input of route chat: what is"
                                + " said there would be read as a text");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            { bundle: models/writer, context: 1024 } | generators.writer.context: is 1024, the bundle looks at 512 tokens at most
            { bundle: models/moderation }            | generators.writer.bundle: bundle %s/models/moderation: it reads texts and writes none: its task is not generation
            { bundle: models/nowhere }               | generators.writer.bundle: bundle %s/models/nowhere: there is no such directory
            { bundle: models/writer, texts: 0 }      | generators.writer.texts: expected a whole number from 1 to 64, got the number 0
            """)
    void aWrongGeneratorIsTold(String generator, String problem) {
        assertThat(Draft.in(folder)
                        .line(4, "generators: { writer: " + generator + " }")
                        .problems())
                .containsExactly("line 4: " + problem.replace("%s", folder.toString()));
    }

    @Test
    void aGeneratorHasNotTheNameOfAModel() {
        assertThat(Draft.in(folder)
                        .line(4, "generators: { moderation: { bundle: models/writer, context: 512 } }")
                        .problems())
                .containsExactly("line 4: generators.moderation: is the name of a model, too: both would have their"
                        + " receipt on one topic; choose another");
    }

    @Test
    void aBundleThatWritesIsNoModelThatReads() {
        assertThat(Draft.in(folder)
                        .line(6, "moderation: { bundle: models/writer }")
                        .problems())
                .singleElement()
                .asString()
                .contains("it writes texts (task generation)");
    }
}
