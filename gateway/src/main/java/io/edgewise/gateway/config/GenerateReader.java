// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Asking;
import io.edgewise.gateway.config.StepConfiguration.Generate.Conversation;
import io.edgewise.gateway.config.StepConfiguration.Generate.Example;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.gateway.config.StepConfiguration.Generate.Streaming;
import io.edgewise.gateway.config.StepConfiguration.Generate.TooLong;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Numbers;
import io.edgewise.inference.document.Section;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Sampling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the blocks `generate` and `choose` of a route's step.
final class GenerateReader {
    private static final int MOST_TOKENS = 1 << 16;

    /// The model looks at each of them.
    private static final int MOST_OPTIONS = 64;

    private static final int MOST_TURNS = 32;
    private static final double MOST_TEMPERATURE = 10;
    private static final double LEAST_TOP_P = 0.0001;

    private final Path folder;

    /// @param folder where relative paths are looked up
    GenerateReader(Path folder) {
        this.folder = folder;
    }

    StepConfiguration generate(Section s) {
        Optional<Preset> preset = s.maybe(
                "preset",
                "summarise",
                Preset::parse,
                "a prompt that is ready-made: summarise, reply, translate or complete");
        Optional<PromptTemplate> system = s.maybe(
                "system", "You turn notes into JSON.", PromptTemplate::new, "what the model is to do; preset has one");
        PromptTemplate prompt =
                s.optional("prompt", "{text}", PromptTemplate::new, "what it is asked; {text} is the message's text");
        Optional<String> language =
                s.maybe("language", "German", t -> t, "preset translate: the language to translate into");
        if (preset.filter(Preset.TRANSLATE::equals).isPresent() && language.isEmpty()) {
            s.problem("language", "is missing: the language that preset translate translates into");
        }
        return new Generate(
                s.text("generator", "writer", "name of one of generators"),
                new Asking(
                        system.or(() -> preset.map(p -> p.system(language.orElse("English")))),
                        prompt,
                        examples(s),
                        s.maybeSection(
                                "conversation",
                                GenerateReader::conversation,
                                "former messages whose results have the same topic are told too, with their answers"),
                        tooLong(s)),
                form(s),
                limits(s),
                sampling(s),
                s.list("stop", "\n\n", t -> t, "strings that end the text, and are no part of it"),
                s.maybeSection(
                        "stream",
                        GenerateReader::streaming,
                        "publish the text as it comes, on the result's topic with /stream behind it"),
                cancel(s));
    }

    StepConfiguration choose(Section s) {
        List<String> options = s.list("options", "urgent", t -> t, "what can be chosen, as the result says it");
        if (options.size() < 2 || options.size() > MOST_OPTIONS) {
            s.problem("options", "there are " + options.size() + ", expected 2 to " + MOST_OPTIONS + " to choose from");
        }
        return new Generate(
                s.text("generator", "writer", "name of one of generators"),
                new Asking(
                        s.maybe(
                                "system",
                                "Which of them is it?",
                                PromptTemplate::new,
                                "what the model is to choose by"),
                        s.optional(
                                "prompt",
                                "{text}",
                                PromptTemplate::new,
                                "what it is asked; {text} is the message's text"),
                        examples(s),
                        Optional.empty(),
                        tooLong(s)),
                options.size() < 2 ? new Form.Anything() : new Form.OneOf(options),
                new Limits(MOST_TOKENS, timeLimit(s)),
                Sampling.GREEDY,
                List.of(),
                Optional.empty(),
                cancel(s));
    }

    private static Conversation conversation(Section s) {
        return new Conversation(
                s.integer("turns", 4, 1, MOST_TURNS, "most messages with their answers"),
                s.optional("expire", "10m", GenerateReader::positive, "forgotten so long after the last one"));
    }

    private static TooLong tooLong(Section s) {
        return s.choice(
                "too-long", TooLong.REFUSE, TooLong.class, "what becomes of a text that the context has no room for");
    }

    private static boolean cancel(Section s) {
        return s.flag("cancel", false, "senders may cancel, on the result's topic with /cancel behind it");
    }

    private static Streaming streaming(Section s) {
        return new Streaming(
                s.choice("by", Streaming.Unit.TOKENS, Streaming.Unit.class, "what is not divided between two messages"),
                s.optional("every", "250ms", GenerateReader::positive, "least time between two messages"));
    }

    private static List<Example> examples(Section s) {
        return s.sections(
                "examples",
                e -> new Example(
                        e.text("text", "pump 3 leaks", "a message"),
                        e.text("answer", "{\"equipment\":\"pump 3\"}", "what is to be answered")),
                "messages with the answers that are wanted");
    }

    private Form form(Section s) {
        List<Form> forms = new ArrayList<>();
        s.maybe("schema", "work-order.json", folder::resolve, "JSON Schema file that the answer is valid for")
                .map(Form.JsonSchema::new)
                .ifPresent(forms::add);
        s.maybe("regex", "[A-Z]{2}-[0-9]{3}", t -> t, "regular expression that the whole answer matches")
                .map(Form.Regex::new)
                .ifPresent(forms::add);
        if (forms.size() > 1) {
            s.problem("regex", "stands beside schema: an answer has one form");
        }
        return forms.isEmpty() ? new Form.Anything() : forms.getFirst();
    }

    private static Limits limits(Section s) {
        return new Limits(s.integer("max-tokens", 256, 1, MOST_TOKENS, "most tokens of the answer"), timeLimit(s));
    }

    private static Duration timeLimit(Section s) {
        return s.optional("time-limit", "60s", GenerateReader::positive, "longest time to write the answer in");
    }

    private static Duration positive(String text) {
        Duration duration = Numbers.duration(text);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("expected a time above 0, such as 10s, got \"" + text + "\"");
        }
        return duration;
    }

    private static Sampling sampling(Section s) {
        return new Sampling(
                s.number("temperature", 0, 0, MOST_TEMPERATURE, "0 always takes the likeliest token"),
                s.integer("top-k", 0, 0, Integer.MAX_VALUE, "draw from so many of the likeliest; 0 for all"),
                s.number("top-p", 1, LEAST_TOP_P, 1, "draw from the likeliest that together have this probability"),
                s.number(
                        "repetition-penalty",
                        1,
                        1,
                        MOST_TEMPERATURE,
                        "above 1: tokens of the answer come less often again"),
                s.integer("seed", 0, 0, Integer.MAX_VALUE, "of what is drawn"));
    }

    /// Prompts that are ready-made.
    private enum Preset {
        SUMMARISE("You summarise a message in one short sentence. You say nothing that is not in the message."),
        REPLY("You write a short and polite answer to a message."),
        TRANSLATE("You translate a message into LANGUAGE. You write the translation and nothing else."),
        COMPLETE("You go on with a text where it ends. You do not repeat it.");

        private final String system;

        Preset(String system) {
            this.system = system;
        }

        static Preset parse(String text) {
            return Choice.parse(text, Preset.class);
        }

        PromptTemplate system(String language) {
            return new PromptTemplate(
                    system.replace("LANGUAGE", language.replace("{", "{{").replace("}", "}}")));
        }
    }
}
