// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.Sha256;
import io.edgewise.inference.generation.ContextFullException;
import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.Generated.Finish;
import io.edgewise.inference.generation.Generation;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Generator;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Prompt;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.grammar.Grammar;
import io.edgewise.inference.grammar.TokenMasks;
import io.edgewise.testkit.checkpoint.TinyDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The real library writes texts with a tiny Llama of random weights, in float32: the same whichever way.
class GeneratorIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String ORDER = """
            {"type":"object","properties":{
              "what":{"type":"string","from-source":true},
              "note":{"type":"string","maxLength":12},
              "level":{"enum":["low","high"]},
              "count":{"type":"integer","minimum":0,"maximum":500}},
             "required":["what","level"]}""";

    @TempDir
    static Path folder;

    @BeforeAll
    static void importOnce() {
        TinyGenerator.imported(TinyDecoder.LLAMA, DecoderPrecision.FP32, folder);
    }

    private static Generator open(int context, int texts) {
        return TinyGenerator.open(folder, new Generator.Options(context, texts, 1, Optional.empty(), System::nanoTime));
    }

    private static GenerationRequest request(String text, int tokens) {
        return GenerationRequest.of(List.of(Message.user(text)), new Limits(tokens, LONG));
    }

    private static GenerationRequest drawn(String text, int tokens, TokenMasks form, long seed) {
        return new GenerationRequest(
                Prompt.of(List.of(Message.user(text)), text),
                Optional.of(form),
                new Limits(tokens, LONG),
                new Sampling(2, 0, 1, 1, seed),
                List.of());
    }

    @Test
    void aPromptThatWasReadBeforeIsNotReadAgainAndChangesNothing() {
        try (Generator generator = open(256, 1)) {
            Generated first = generator.write(request("the pump is leaking", 30));
            Generated other = generator.write(request("the pump is cold", 30));
            Generated again = generator.write(request("the pump is leaking", 30));

            assertThat(first.reusedTokens()).isZero();
            assertThat(other.reusedTokens()).isBetween(8, other.promptTokens() - 1);
            assertThat(again.text()).isEqualTo(first.text()).isNotEqualTo(other.text());
            assertThat(first.tokens()).isEqualTo(30);
            assertThat(first.finish()).isEqualTo(Finish.TOKENS);
        }
    }

    @Test
    void aPromptIsReadInPortionsAsItIsAtOnce() {
        String text = "the conveyor in hall 3 stands still since nine ".repeat(4);
        try (Generator generator = open(256, 1)) {
            Generated written = generator.write(request(text, 10));
            generator.write(request(text.substring(0, 40), 1));
            Generated inOtherPortions = generator.write(request(text, 10));

            assertThat(written.promptTokens()).isGreaterThan(128);
            assertThat(inOtherPortions.text()).isEqualTo(written.text());
        }
    }

    @Test
    void severalTextsInTurnAreWhatTheyAreAlone() {
        String one;
        String other;
        try (Generator generator = open(128, 1)) {
            one = generator.write(request("the red pump", 25)).text();
            other = generator.write(request("a blue valve, far away", 18)).text();
        }
        try (Generator generator = open(128, 2);
                Generation first = generator.begin(request("the red pump", 25));
                Generation second = generator.begin(request("a blue valve, far away", 18))) {
            assertThat(generator.hasRoom()).isFalse();
            StringBuilder news = new StringBuilder();
            while (!first.isDone() || !second.isDone()) {
                if (!first.isDone()) {
                    news.append(first.advance());
                }
                if (!second.isDone()) {
                    second.advance();
                }
            }
            assertThat(first.result().text()).isEqualTo(one).isEqualTo(news.toString());
            assertThat(second.result().text()).isEqualTo(other);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverIsDrawnFollowsTheGrammarAndCanBeCutAnywhere(long seed) {
        Random random = new Random(seed);
        JsonMapper json = new JsonMapper();
        String source = "Pump 7 \"north\" leaks \\ oil";
        try (Generator generator = open(256, 1)) {
            TokenMasks form = new TokenMasks(Grammar.ofJsonSchema(ORDER), generator.tokens());
            for (int i = 0; i < 25; i++) {
                Generated written = generator.write(drawn(source, 1 + random.nextInt(60), form, random.nextLong()));
                JsonNode node = json.readTree(written.text());
                assertThat(source).contains(node.get("what").asString());
                assertThat(node.get("level").asString()).isIn("low", "high");
            }
        }
    }

    @Test
    void whatIsCertainIsReadTogether() {
        try (Generator generator = open(256, 1)) {
            TokenMasks form = new TokenMasks(Grammar.ofJsonSchema(ORDER), generator.tokens());
            assertThat(generator.write(drawn("Pump 7", 200, form, 1)).forcedTokens())
                    .isGreaterThan(10);
        }
    }

    @Test
    void theAlternativeThatIsLikeliestAsAWholeIsTaken() {
        try (Generator generator = open(256, 1)) {
            List<String> options = List.of("never", "north", "nothing at all", "x");
            String chosen = chosen(generator, options, 1);

            assertThat(options).contains(chosen);
            for (int seed = 2; seed < 12; seed++) {
                assertThat(chosen(generator, options, seed))
                        .as("nothing is drawn")
                        .isEqualTo(chosen);
            }
            for (String other : options) {
                assertThat(chosen(generator, List.of(other, chosen), 1)).isEqualTo(chosen);
            }
        }
    }

    private static String chosen(Generator generator, List<String> options, long seed) {
        TokenMasks form = new TokenMasks(Grammar.ofOptions(options), generator.tokens());
        return generator.write(drawn("where?", 40, form, seed)).text();
    }

    @Test
    void aPromptThatIsTooLongIsRefused() {
        try (Generator generator = open(64, 1)) {
            assertThatThrownBy(() -> generator.begin(request("x".repeat(80), 5)))
                    .isInstanceOf(ContextFullException.class)
                    .hasMessageContaining("room for 64");
            assertThat(generator.hasRoom()).isTrue();
        }
    }

    @Test
    void aTextThatIsTooLongIsCutWhereThatMayBeAndTheAnswerHasRoom() {
        try (Generator generator = open(64, 1)) {
            Prompt prompt = new Prompt(List.of(), List.of(), text -> "say: " + text, "the pump ".repeat(40), true);
            Generated written = generator.write(
                    new GenerationRequest(prompt, Optional.empty(), new Limits(20, LONG), Sampling.GREEDY, List.of()));

            assertThat(written.cutAt().orElseThrow()).isBetween(5, 45);
            assertThat(written.promptTokens()).isBetween(25, 44);
            assertThat(written.tokens()).isEqualTo(20);
        }
    }

    @Test
    void aTextEndsWhereTheContextDoes() {
        try (Generator generator = open(64, 1)) {
            Generated written = generator.write(request("y".repeat(40), 500));

            assertThat(written.finish()).isEqualTo(Finish.CONTEXT);
            assertThat(written.tokens()).isLessThan(64);
        }
    }

    @Test
    void aTextEndsWhenItsTimeIsUp() {
        AtomicLong now = new AtomicLong();
        try (Generator generator = TinyGenerator.open(
                folder, new Generator.Options(128, 1, 1, Optional.empty(), () -> now.addAndGet(1_000_000)))) {
            Generated written = generator.write(
                    GenerationRequest.of(List.of(Message.user("a")), new Limits(100, Duration.ofMillis(20))));

            assertThat(written.finish()).isEqualTo(Finish.TIME);
            assertThat(written.tokens()).isBetween(10, 20);
        }
    }

    @Test
    void aModelThatSaysSomethingElseHereIsRefusedAndFreesItsMemory() throws IOException {
        Path bundle = TinyGenerator.imported(
                        TinyDecoder.LLAMA, DecoderPrecision.FP32, Files.createDirectory(folder.resolve("other")))
                .directory();
        Path golden = bundle.resolve("golden.json");
        String before = Sha256.of(ByteBuffer.wrap(Files.readAllBytes(golden)));
        // As likely as can be, with as many digits.
        Files.writeString(golden, Files.readString(golden).replaceAll("-\\d\\.", "-0."));
        Path descriptor = bundle.resolve("bundle.json");
        Files.writeString(
                descriptor,
                Files.readString(descriptor).replace(before, Sha256.of(ByteBuffer.wrap(Files.readAllBytes(golden)))));

        assertThatThrownBy(() -> TinyGenerator.open(folder.resolve("other"), Generator.Options.DEFAULT))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("the model says something else on this board");
    }

    @Test
    void namesOfControlPiecesInAMessageAreLetters() {
        try (Generator generator = open(128, 1)) {
            Generated plain = generator.write(request("</s>", 1));

            assertThat(plain.promptTokens()).isGreaterThanOrEqualTo(4);
        }
    }
}
