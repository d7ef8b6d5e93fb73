// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// One output of an encoder, and what its numbers mean. Immutable.
public sealed interface Head {
    /// Its name in this bundle; mostly that of the output tensor.
    String name();

    /// Where its numbers come from.
    Output output();

    /// What each position of the last dimension stands for; empty when they stand for nothing that has a name.
    List<String> labels();

    /// The last dimension.
    default int width() {
        return labels().size();
    }

    /// What it is, as `bundle.json` says it.
    default String kind() {
        return switch (this) {
            case Labels labels -> "labels";
            case Choice choice -> "choice";
            case Spans spans -> "spans";
            case Vector vector -> "vector";
        };
    }

    /// An output tensor.
    ///
    /// @param tensor its name, or its position in a model without signatures
    /// @param activation what the graph has done to its numbers
    record Output(String tensor, Activation activation) {}

    /// Labels of the whole text, any number of which may hold: a sigmoid each.
    ///
    /// @param calibration per label, the map from logit to score; identity for labels that are left out
    /// @param thresholds per label, where review and block begin; a label without thresholds never decides
    /// @param minScore for classification: a label below it does not hold
    record Labels(
            String name,
            Output output,
            List<String> labels,
            Map<String, Calibration> calibration,
            Map<String, Thresholds> thresholds,
            OptionalDouble minScore)
            implements Head {
        public Labels {
            labels = List.copyOf(labels);
            calibration = Map.copyOf(calibration);
            thresholds = Map.copyOf(thresholds);
        }

        /// Logits of the tensor with the head's name.
        public Labels(
                String name,
                List<String> labels,
                Map<String, Calibration> calibration,
                Map<String, Thresholds> thresholds) {
            this(name, new Output(name, Activation.LOGITS), labels, calibration, thresholds, OptionalDouble.empty());
        }
    }

    /// One label of the whole text: a softmax.
    ///
    /// @param group the extraction group that the label belongs to, empty outside of extraction
    /// @param minScore for classification: below it there is no label
    record Choice(String name, Output output, List<String> labels, String group, OptionalDouble minScore)
            implements Head {
        public Choice {
            labels = List.copyOf(labels);
        }

        /// Logits of the tensor with the head's name.
        public Choice(String name, List<String> labels, String group) {
            this(name, new Output(name, Activation.LOGITS), labels, group, OptionalDouble.empty());
        }
    }

    /// One BIO label per token: `O`, and `B-x`, `I-x` for each type, in any order.
    ///
    /// @param group the extraction group of the fields
    /// @param types names of types as published, where they differ from the model's
    record Spans(String name, Output output, List<String> labels, String group, Map<String, String> types)
            implements Head {
        public Spans {
            labels = List.copyOf(labels);
            types = Map.copyOf(types);
        }

        /// Logits of the tensor with the head's name.
        public Spans(String name, List<String> labels, String group, Map<String, String> types) {
            this(name, new Output(name, Activation.LOGITS), labels, group, types);
        }

        /// Where the labels stand in the output, in the order `O, B-a, I-a, B-b, I-b, …`.
        public List<Integer> columns() {
            List<Integer> columns = new ArrayList<>(List.of(labels.indexOf(Bio.OUTSIDE)));
            for (String type : Bio.types(labels)) {
                columns.add(labels.indexOf(Bio.BEGIN + type));
                columns.add(labels.indexOf(Bio.INSIDE + type));
            }
            return columns;
        }

        /// The published types of its fields, in the order of the labels.
        public List<String> fieldTypes() {
            return Bio.types(labels).stream()
                    .map(type -> types.getOrDefault(type, type))
                    .distinct()
                    .toList();
        }

        /// The published type of the label at this place of the output, such as `B-PhysicalObject`.
        public String type(int column) {
            String own = labels.get(column).substring(Bio.BEGIN.length());
            return types.getOrDefault(own, own);
        }
    }

    /// Numbers that place the whole text among others: an embedding.
    ///
    /// @param width how many there are
    record Vector(String name, Output output, int width) implements Head {
        @Override
        public List<String> labels() {
            return List.of();
        }
    }
}
