// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import java.util.List;
import java.util.Map;

/// One output of an encoder: raw logits and what their positions mean. Immutable.
public sealed interface Head {
    /// The name of the model's output tensor.
    String name();

    /// What each position of the last dimension stands for.
    List<String> labels();

    /// Labels of the whole text, any number of which may hold: a sigmoid each.
    ///
    /// @param calibration per label, the map from logit to score; identity for labels that are left out
    /// @param thresholds per label, where review and block begin; a label without thresholds never decides
    record Labels(
            String name, List<String> labels, Map<String, Calibration> calibration, Map<String, Thresholds> thresholds)
            implements Head {
        public Labels {
            labels = List.copyOf(labels);
            calibration = Map.copyOf(calibration);
            thresholds = Map.copyOf(thresholds);
        }
    }

    /// One label of the whole text: a softmax.
    ///
    /// @param group the extraction group that the label belongs to
    record Choice(String name, List<String> labels, String group) implements Head {
        public Choice {
            labels = List.copyOf(labels);
        }
    }

    /// One BIO label per token: `O`, then `B-x`, `I-x` for each type.
    ///
    /// @param group the extraction group of the fields
    /// @param types names of types as published, where they differ from the model's
    record Spans(String name, List<String> labels, String group, Map<String, String> types) implements Head {
        public Spans {
            labels = List.copyOf(labels);
            types = Map.copyOf(types);
        }

        /// The published type of a label such as `B-PhysicalObject`.
        public String type(int label) {
            String own = labels.get(label).substring(2);
            return types.getOrDefault(own, own);
        }
    }
}
