// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.inference.generation.Generated;
import io.edgewise.inference.generation.GenerationRequest;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.GeneratorLane;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Prompt;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.generation.WritingJob;
import io.edgewise.inference.generation.WritingOutcome;
import io.edgewise.inference.grammar.Constraint;
import io.edgewise.inference.grammar.Grammar;
import io.edgewise.inference.grammar.TokenBytes;
import io.edgewise.inference.grammar.TokenMasks;
import io.edgewise.inference.lane.Priority;
import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Work orders out of the notes of a plant: the schema, the three examples and the twenty notes below
/// `examples`, as a route would have them. Used by one thread, and by that of the lane it is given.
final class Notes {
    private static final String SYSTEM = "You turn notes of a plant into JSON.";
    private static final int TOKENS = 96;
    private static final int OPTIONS = 64;
    private static final double MILLIS = 1e6;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Grammar schema;
    private final List<Message> examples = new ArrayList<>(List.of(Message.system(SYSTEM)));
    private final List<String> texts;
    private final Map<TokenBytes, TokenMasks> forms = new ConcurrentHashMap<>();

    Notes() throws IOException {
        schema = Grammar.ofJsonSchema(Files.readString(ProjectRoot.path("examples/schemas/work-order.json")));
        texts = Files.readAllLines(ProjectRoot.path("examples/messages/plant-notes.txt"));
        JsonMapper json = new JsonMapper();
        for (String line : Files.readAllLines(ProjectRoot.path("examples/schemas/work-order.shots.jsonl"))) {
            JsonNode shot = json.readTree(line);
            examples.add(Message.user(shot.get("text").asString()));
            examples.add(Message.assistant(shot.get("answer").toString()));
        }
    }

    /// A note that was answered.
    ///
    /// @param millis from the hand-over to the lane to the outcome
    record Answered(String text, double millis, Generated answer) {}

    /// Puts all notes to a lane, one after the other, as a route does with messages that come singly. The first
    /// reads the examples, all others find them in the cache.
    List<Answered> through(GeneratorLane lane) {
        return texts.stream().map(text -> one(lane, text)).toList();
    }

    private Answered one(GeneratorLane lane, String text) {
        CompletableFuture<WritingOutcome> outcome = new CompletableFuture<>();
        long begin = System.nanoTime();
        lane.submit(new WritingJob(
                tokens -> request(form(tokens), text),
                Priority.NORMAL,
                begin + LONG.toNanos(),
                news -> {},
                outcome::complete));
        if (!(outcome.join() instanceof WritingOutcome.Written written)) {
            throw new IllegalStateException("no answer to \"" + text + "\": " + outcome.join());
        }
        return new Answered(text, (System.nanoTime() - begin) / MILLIS, written.text());
    }

    /// Made once, for the bundle of the lane.
    private TokenMasks form(TokenBytes tokens) {
        return forms.computeIfAbsent(tokens, known -> new TokenMasks(schema, known));
    }

    private GenerationRequest request(TokenMasks form, String text) {
        List<Message> messages = new ArrayList<>(examples);
        messages.add(Message.user(text));
        return new GenerationRequest(
                Prompt.of(messages, text), Optional.of(form), new Limits(TOKENS, LONG), Sampling.GREEDY, List.of());
    }

    /// What a schema is asked while an answer is written, without a model: at each token what must come, what
    /// there is to choose from, and the mask. A lane asks for less: one of the three, and nothing inside what
    /// is certain.
    ///
    /// @param ids of the answer
    /// @return milliseconds
    double grammarMillis(Answered note, int[] ids) {
        TokenMasks form = new TokenMasks(schema, forms.keySet().iterator().next());
        long begin = System.nanoTime();
        Constraint constraint = form.start(note.text());
        long asked = 0;
        for (int id : ids) {
            asked += constraint.forced().length + constraint.options(OPTIONS).size() + constraint.mask().length;
            constraint.advance(id);
        }
        double millis = (System.nanoTime() - begin) / MILLIS;
        if (asked == 0) {
            throw new IllegalStateException("nothing was asked");
        }
        return millis;
    }
}
