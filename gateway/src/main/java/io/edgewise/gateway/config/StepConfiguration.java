// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.rule.FieldPattern;
import io.edgewise.inference.rule.WordList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// One thing that a route does with a text. Immutable.
public sealed interface StepConfiguration {
    /// One that reads a text with a model.
    sealed interface Reading extends StepConfiguration {
        /// The configured name of the model.
        String model();
    }

    /// All that a bundle can say of a text.
    ///
    /// @param model the configured name of the model
    /// @param task what its bundle is for
    /// @param language of the texts that the model reads
    static Reading everything(String model, TaskKind task, LanguageScope language) {
        return switch (task) {
            case MODERATION -> new Moderate(model, Map.of(), Map.of(), language);
            case EXTRACTION -> new Extract(model, Set.of(), PatternOptions.defaults(), 0, Map.of(), language);
            case CLASSIFICATION -> new Classify(model, OptionalDouble.empty(), language);
            case EMBEDDING -> new Embed(model);
        };
    }

    /// Labels, scores and a verdict.
    ///
    /// @param thresholds per label, in place of the bundle's
    /// @param words files with the site's own words, by what is done about them
    /// @param language of the texts that the model reads
    record Moderate(
            String model,
            Map<String, ThresholdOverride> thresholds,
            Map<WordList, List<Path>> words,
            LanguageScope language)
            implements Reading {
        public Moderate {
            words = Map.copyOf(words);
            thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        }
    }

    /// An intent and fields.
    ///
    /// @param groups what to look for; empty means all
    /// @param patterns how numbers, dates and phone numbers are read
    /// @param leastScore fields of the model below it are left out
    /// @param fields the site's own, by type
    /// @param language of the texts that the model reads
    record Extract(
            String model,
            Set<String> groups,
            PatternOptions patterns,
            double leastScore,
            Map<String, SiteField> fields,
            LanguageScope language)
            implements Reading {
        public Extract {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
        }
    }

    /// A label, or several.
    ///
    /// @param minScore a label below it does not hold; in place of the bundle's
    /// @param examples sentences by class, for a model that gives an embedding; empty for one that has labels
    /// @param language of the texts that the model reads
    record Classify(String model, OptionalDouble minScore, Map<String, List<String>> examples, LanguageScope language)
            implements Reading {
        public Classify {
            examples = Collections.unmodifiableMap(new LinkedHashMap<>(examples));
        }

        /// By the labels of the bundle.
        public Classify(String model, OptionalDouble minScore, LanguageScope language) {
            this(model, minScore, Map.of(), language);
        }
    }

    /// A vector.
    record Embed(String model) implements Reading {}

    /// A text that is written, or one that is chosen.
    ///
    /// @param generator the configured name of the generator
    /// @param asking what it is asked
    /// @param form what the answer may be
    /// @param stop strings that end the text
    /// @param stream how the text is published as it comes, if it is
    /// @param cancel whether the sender may say that it is not wanted any more
    record Generate(
            String generator,
            Asking asking,
            Form form,
            Limits limits,
            Sampling sampling,
            List<String> stop,
            Optional<Streaming> stream,
            boolean cancel)
            implements StepConfiguration {
        public Generate {
            stop = List.copyOf(stop);
        }

        /// What a generator is asked.
        ///
        /// @param system what it is to do, if anything is said
        /// @param prompt what it is asked
        /// @param examples messages with the answers that are wanted
        /// @param conversation what of former messages it is told, if anything
        /// @param tooLong what becomes of a text that the context has no room for
        public record Asking(
                Optional<PromptTemplate> system,
                PromptTemplate prompt,
                List<Example> examples,
                Optional<Conversation> conversation,
                TooLong tooLong) {
            public Asking {
                examples = List.copyOf(examples);
            }
        }

        /// What is remembered of messages whose results have one topic, for those that follow.
        ///
        /// @param turns most messages with their answers
        /// @param expire since the last one
        public record Conversation(int turns, Duration expire) {}

        /// What becomes of a text that the context has no room for.
        public enum TooLong {
            /// It is a dead letter.
            REFUSE,
            /// It loses its end, and the result says so.
            CUT
        }

        /// How a text is published as it comes.
        ///
        /// @param by what is not divided between two messages
        /// @param every least time between two messages
        public record Streaming(Unit by, Duration every) {
            /// What is not divided.
            public enum Unit {
                /// Characters.
                TOKENS,
                /// Sentences.
                SENTENCES
            }
        }

        /// A message with the answer that is wanted.
        public record Example(String text, String answer) {}

        /// What an answer may be.
        public sealed interface Form {
            /// Any text.
            record Anything() implements Form {}

            /// JSON that is valid for the schema in a file.
            record JsonSchema(Path file) implements Form {}

            /// A text that matches a regular expression as a whole.
            record Regex(String expression) implements Form {}

            /// One of some texts.
            record OneOf(List<String> options) implements Form {
                public OneOf {
                    options = List.copyOf(options);
                }
            }
        }
    }

    /// How a field of the site's own is found.
    sealed interface SiteField {
        /// By a regular expression in RE2 syntax.
        record ByPattern(FieldPattern pattern) implements SiteField {}

        /// By a list of names.
        ///
        /// @param fuzzy whether words may differ by a letter or two
        record ByNames(Path file, boolean fuzzy) implements SiteField {}
    }

    /// A site's thresholds for one label; what is left out stays as the bundle has it.
    record ThresholdOverride(OptionalDouble review, OptionalDouble block) {}
}
