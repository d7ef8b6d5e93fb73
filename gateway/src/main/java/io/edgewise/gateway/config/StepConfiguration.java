// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.pattern.PatternOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// One thing that a route does with a text. Immutable.
public sealed interface StepConfiguration {
    /// The configured name of the model.
    String model();

    /// All that a bundle can say of a text.
    ///
    /// @param model the configured name of the model
    /// @param task what its bundle is for
    static StepConfiguration everything(String model, TaskKind task) {
        return switch (task) {
            case MODERATION -> new Moderate(model, Map.of());
            case EXTRACTION -> new Extract(model, Set.of(), PatternOptions.defaults(), 0);
            case CLASSIFICATION -> new Classify(model, OptionalDouble.empty());
            case EMBEDDING -> new Embed(model);
        };
    }

    /// Labels, scores and a verdict.
    ///
    /// @param thresholds per label, in place of the bundle's
    record Moderate(String model, Map<String, ThresholdOverride> thresholds) implements StepConfiguration {
        public Moderate {
            thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        }
    }

    /// An intent and fields.
    ///
    /// @param groups what to look for; empty means all
    /// @param patterns how numbers, dates and phone numbers are read
    /// @param leastScore fields of the model below it are left out
    record Extract(String model, Set<String> groups, PatternOptions patterns, double leastScore)
            implements StepConfiguration {
        public Extract {
            groups = Collections.unmodifiableSet(new LinkedHashSet<>(groups));
        }
    }

    /// A label, or several.
    ///
    /// @param minScore a label below it does not hold; in place of the bundle's
    /// @param examples sentences by class, for a model that gives an embedding; empty for one that has labels
    record Classify(String model, OptionalDouble minScore, Map<String, List<String>> examples)
            implements StepConfiguration {
        public Classify {
            examples = Collections.unmodifiableMap(new LinkedHashMap<>(examples));
        }

        /// By the labels of the bundle.
        public Classify(String model, OptionalDouble minScore) {
            this(model, minScore, Map.of());
        }
    }

    /// A vector.
    record Embed(String model) implements StepConfiguration {}

    /// A site's thresholds for one label; what is left out stays as the bundle has it.
    record ThresholdOverride(OptionalDouble review, OptionalDouble block) {}
}
