// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.encoder;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.ModelEntry.Sequence;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.graph.Graph;
import io.edgewise.inference.graph.TensorNames;
import io.edgewise.inference.tflite.TensorSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Compares the inputs that a bundle names with those that its graph has. Confined to the thread of the graph.
final class SequenceInputs {
    private final BundleDescriptor bundle;
    private final Sequence model;
    private final Graph graph;
    private final List<String> problems = new ArrayList<>();

    SequenceInputs(BundleDescriptor bundle, Sequence model, Graph graph) {
        this.bundle = bundle;
        this.model = model;
        this.graph = graph;
    }

    static String tensor(Sequence model, InputRole role) {
        return Objects.requireNonNull(model.inputs().get(role), role::name);
    }

    /// The row of each role.
    ///
    /// @throws UnsupportedModelException with everything that doesn't fit
    Map<InputRole, TokenRow> rows() {
        Map<InputRole, TokenRow> rows = new EnumMap<>(InputRole.class);
        for (InputRole role : model.inputs().keySet()) {
            row(role).ifPresent(row -> rows.put(role, row));
        }
        if (problems.isEmpty()) {
            checkEachOnce();
        }
        if (problems.isEmpty()) {
            checkLengths(rows);
        }
        if (!problems.isEmpty()) {
            throw new UnsupportedModelException("bundle " + bundle.id() + ": " + String.join("\n  ", problems));
        }
        return rows;
    }

    /// Two names can be of one input, where it goes by its position too.
    private void checkEachOnce() {
        TensorNames names = TensorNames.ofGraph(graph.inputNames());
        Map<Integer, InputRole> taken = new HashMap<>();
        model.inputs().forEach((role, tensor) -> {
            int position = names.require(graph.name(), "input", tensor);
            InputRole other = taken.put(position, role);
            if (other != null) {
                problems.add("bundle.json gives the input \"" + names.all().get(position) + "\" two roles, "
                        + Choice.name(other) + " and " + Choice.name(role));
            }
        });
        if (taken.size() < names.all().size()) {
            problems.add(graph.name() + " takes " + names.all() + ", bundle.json gives a role to "
                    + model.inputs().values() + ": an input without one would stay empty");
        }
    }

    private Optional<TokenRow> row(InputRole role) {
        TensorSpec spec;
        try {
            spec = graph.inputSpec(tensor(model, role));
        } catch (IllegalArgumentException e) {
            problems.add("the model has no input \"" + tensor(model, role) + "\" (have: " + graph.inputNames() + ")");
            return Optional.empty();
        }
        String misfit = TokenRow.misfit(spec.type(), spec.signature());
        if (!misfit.isEmpty()) {
            problems.add("input \"" + tensor(model, role) + "\" " + misfit);
            return Optional.empty();
        }
        return Optional.of(TokenRow.of(spec.signature()));
    }

    private void checkLengths(Map<InputRole, TokenRow> rows) {
        rows.forEach((role, row) -> {
            if (!row.isOpen() && row.length() != model.maxTokens()) {
                problems.add("input \"" + tensor(model, role) + "\" takes " + row.length()
                        + " tokens, bundle.json says " + model.maxTokens() + " (model.length)");
            }
        });
    }
}
