// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
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
import io.edgewise.it.RandomWriter;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.schema.RandomSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A model writes texts of a hundred forms, however it is asked and wherever it is cut short, and each is JSON
/// for Jackson and valid for a validator that knows nothing of grammars.
///
/// 500 in the suite, with a tiny model of random weights, which wants to write anything but JSON. As many as
/// one likes, and with a model that was trained, by `./edgewise generations [N] [BUNDLE]`.
class GenerationsIT {
    private static final int GENERATIONS = Integer.getInteger("generations", 500);
    private static final Optional<String> BUNDLE = Optional.ofNullable(System.getProperty("generations.bundle"));
    private static final long SEED = Long.getLong("generations.seed", 20_261_130);
    private static final int SCHEMAS = 100;
    private static final int CONTEXT = 256;
    /// Tokens, calls or letters by which a text is cut short.
    private static final int CUT = 30;

    private static final int SHOWN = 10;

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Random random = new Random(SEED);
    /// A millisecond passes whenever it is looked at, which is before each call of the model.
    private final AtomicLong now = new AtomicLong();

    private final Map<Finish, Integer> finishes = new TreeMap<>();
    private final List<String> unterminated = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();
    private int written;
    private long tokens;
    private long forced;

    /// A schema as the model gets it, and as others understand it.
    private record Form(String json, TokenMasks masks, Schema validator) {
        static Form of(String json, Generator generator) {
            return new Form(
                    json,
                    new TokenMasks(Grammar.ofJsonSchema(json), generator.tokens()),
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(json, InputFormat.JSON));
        }
    }

    private Generator open(Path folder) {
        Path directory = BUNDLE.map(ProjectRoot::path).orElseGet(() -> RandomWriter.bundle(folder, CONTEXT));
        Generator.Options options =
                new Generator.Options(CONTEXT, 1, 1, Optional.empty(), () -> now.addAndGet(1_000_000));
        return Generator.open(
                RandomWriter.library(folder),
                GeneratorBundle.open(DescriptorFile.read(directory), FileDigests.READING),
                options);
    }

    @Test
    void everyTextIsCompleteAndValidHoweverItIsAskedForAndWhereverItIsCutShort(@TempDir Path folder) {
        try (Generator generator = open(folder)) {
            String note = longest(generator);
            for (int schema = 0; schema < SCHEMAS; schema++) {
                Form form = Form.of(schema(schema).toString(), generator);
                for (int end = GENERATIONS * (schema + 1) / SCHEMAS; written < end; written++) {
                    check(form, generator.write(request(form, note)));
                }
            }
        }
        System.out.printf(
                "seed %d: %d texts, %d tokens of which %d were certain, ended by %s; %d unterminated, %d invalid%n",
                SEED, written, tokens, forced, finishes, unterminated.size(), invalid.size());
        assertThat(unterminated.stream().limit(SHOWN)).isEmpty();
        assertThat(invalid.stream().limit(SHOWN)).isEmpty();
        assertThat(written).isEqualTo(GENERATIONS);
        assertThat(forced).as("tokens that were certain").isPositive();
        assertThat(finishes.keySet())
                .as("ways to end")
                .containsExactlyInAnyOrder(Finish.END, Finish.TOKENS, Finish.TIME, Finish.CONTEXT);
    }

    /// Mostly objects, up to four in one another.
    private ObjectNode schema(int number) {
        RandomSchema schemas = new RandomSchema(random, false);
        return number % 5 == 0 ? schemas.schema(1) : schemas.object(number % 5);
    }

    /// Of five, two may go on to their end, and one each is stopped by its tokens, its time and the context if
    /// it does not end before.
    ///
    /// @param note fills the context but for a token
    private GenerationRequest request(Form form, String note) {
        int kind = random.nextInt(5);
        int letters = kind == 0 ? note.length() - random.nextInt(CUT) : random.nextInt(CUT);
        int most = kind == 1 ? 1 + random.nextInt(CUT) : CONTEXT;
        int calls = kind == 2 ? 1 + random.nextInt(CUT) : 100_000;
        return new GenerationRequest(
                Prompt.of(List.of(Message.user(note.substring(0, letters))), ""),
                Optional.of(form.masks()),
                new Limits(most, Duration.ofMillis(calls)),
                sampling(),
                List.of());
    }

    /// The longest note that leaves room for an answer.
    private static String longest(Generator generator) {
        String note = "pump 7 leaks ".repeat(CONTEXT);
        while (true) {
            try (Generation begun = generator.begin(
                    GenerationRequest.of(List.of(Message.user(note)), new Limits(1, Duration.ofMinutes(1))))) {
                assertThat(begun.isDone()).isFalse();
                return note;
            } catch (ContextFullException e) {
                note = note.substring(0, note.length() - 1);
            }
        }
    }

    private Sampling sampling() {
        double temperature = random.nextBoolean() ? 0 : random.nextInt(1, 40) / 10.0;
        return new Sampling(
                temperature,
                random.nextBoolean() ? 0 : 1 + random.nextInt(50),
                random.nextBoolean() ? 1 : 0.05 + 0.95 * random.nextDouble(),
                random.nextBoolean() ? 1 : 1 + random.nextDouble(),
                random.nextLong());
    }

    private void check(Form form, Generated text) {
        finishes.merge(text.finish(), 1, Integer::sum);
        tokens += text.tokens();
        forced += text.forcedTokens();
        try {
            STRICT.readTree(text.text());
        } catch (JacksonException e) {
            unterminated.add(text + " for " + form.json() + ": " + e.getOriginalMessage());
            return;
        }
        List<com.networknt.schema.Error> errors = form.validator().validate(text.text(), InputFormat.JSON);
        if (!errors.isEmpty()) {
            invalid.add(text + " for " + form.json() + ": " + errors);
        }
    }
}
