// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.edgewise.testkit.schema.RandomSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whatever a model says, the text is JSON for Jackson and valid for a validator that knows nothing of
/// grammars.
final class RandomSchemaTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// A schema with the grammar of it and the validator of others.
    private record Subject(ObjectNode json, Grammar grammar, Schema validator) {
        static Subject of(ObjectNode json) {
            Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(json.toString(), InputFormat.JSON);
            return new Subject(json, Grammar.ofJsonSchema(json.toString()), validator);
        }

        void check(byte[] bytes) {
            String text = text(bytes);
            STRICT.readTree(text);
            assertThat(validator.validate(text, InputFormat.JSON))
                    .as("%s for %s", text, json)
                    .isEmpty();
        }
    }

    private static String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8: " + new String(bytes, UTF_8), e);
        }
    }

    @Test
    void anyTokensOfASmallVocabularyMakeAValidText() {
        Random random = new Random(11);
        for (int i = 0; i < 150; i++) {
            Subject subject = Subject.of(new RandomSchema(random, false).schema(i % 4));
            TokenBytes tokens = SmallTokens.piecesOf(
                    List.of("{\"a\":[1,-2.5],\"ab\":true,", "\"\\n\\\"\\\\\":null}]", "\"lower\u00c3\u00a9\"", "aabab"),
                    80,
                    random);
            TokenMasks masks = new TokenMasks(subject.grammar(), tokens);
            for (int walk = 0; walk < 6; walk++) {
                subject.check(new Walk(masks.start(""), tokens, random).untilEndOr(random.nextInt(80)));
            }
        }
    }

    @Test
    void anyTokensOfARealVocabularyMakeAValidText() throws IOException {
        TokenBytes tokens = SmolLm2Tokens.read();
        Random random = new Random(12);
        for (int i = 0; i < 60; i++) {
            Subject subject = Subject.of(new RandomSchema(random, false).schema(i % 4));
            TokenMasks masks = new TokenMasks(subject.grammar(), tokens);
            for (int walk = 0; walk < 4; walk++) {
                subject.check(new Walk(masks.start(""), tokens, random).untilEndOr(random.nextInt(40)));
            }
        }
    }

    @Test
    void masksAreTheSameForAllThreads() {
        Grammar grammar = Grammar.ofJsonSchema(
                new RandomSchema(new Random(21), false).object(4).toString());
        TokenBytes tokens = SmallTokens.bytesAnd("\":", "\",\"", "ab", "{\"", "}]", "null", "true");
        TokenMasks shared = new TokenMasks(grammar, tokens);
        List<String> texts = IntStream.range(0, 200)
                .parallel()
                .mapToObj(seed -> text(new Walk(shared.start(""), tokens, new Random(seed)).untilEndOr(60)))
                .toList();
        List<String> alone = IntStream.range(0, 200)
                .mapToObj(seed -> new Walk(new TokenMasks(grammar, tokens).start(""), tokens, new Random(seed)))
                .map(walk -> text(walk.untilEndOr(60)))
                .toList();
        assertThat(texts).isEqualTo(alone);
    }
}
