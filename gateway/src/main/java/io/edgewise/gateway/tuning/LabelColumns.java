// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import io.edgewise.inference.document.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the columns of labelled lines mean: `text`, and either one column for each label with 0 or 1 in it, or one
/// column `label` with a label's name in it. Immutable.
final class LabelColumns {
    static final String TEXT = "text";
    /// What stands in the column `label` when no label holds.
    static final String NONE = "none";

    private static final String LABEL = "label";

    private final List<String> labels;

    /// @param labels those of the bundle
    LabelColumns(List<String> labels) {
        this.labels = List.copyOf(labels);
    }

    /// What is wrong with a header, as the end of a sentence.
    Optional<String> problem(Collection<String> columns) {
        if (!columns.contains(TEXT)) {
            return Optional.of("there is no column \"text\": " + Nearest.hint(TEXT, columns));
        }
        for (String column : columns) {
            if (!column.equals(TEXT) && !labels.contains(column) && !column.equals(LABEL)) {
                return Optional.of("the bundle has no label \"" + column + "\": " + Nearest.hint(column, labels));
            }
        }
        if (columns.size() == 1) {
            return Optional.of("no column says what holds: write one for each label with 0 or 1 in it, or one with the"
                    + " name label");
        }
        return columns.contains(LABEL) && !labels.contains(LABEL) && columns.size() > 2
                ? Optional.of("it has a column \"label\" and others for single labels: write the one or the others")
                : Optional.empty();
    }

    /// Reads a line.
    ///
    /// @throws IllegalArgumentException with the end of a sentence that begins with the line
    LabelledText read(Map<String, String> cells) {
        String text = cells.getOrDefault(TEXT, "");
        if (text.isBlank()) {
            throw new IllegalArgumentException("there is no text in it");
        }
        boolean byName = cells.containsKey(LABEL) && !labels.contains(LABEL);
        return new LabelledText(text, byName ? named(cells.getOrDefault(LABEL, "")) : flagged(cells));
    }

    private Map<String, Boolean> named(String name) {
        if (!labels.contains(name) && !name.equals(NONE)) {
            throw new IllegalArgumentException(
                    "unknown label \"" + name + "\": " + Nearest.hint(name, labels) + "; none where no label holds");
        }
        Map<String, Boolean> truths = new LinkedHashMap<>();
        labels.forEach(label -> truths.put(label, label.equals(name)));
        return truths;
    }

    private Map<String, Boolean> flagged(Map<String, String> cells) {
        Map<String, Boolean> truths = new LinkedHashMap<>();
        for (String label : labels) {
            String cell = cells.getOrDefault(label, "").strip().toLowerCase(Locale.ROOT);
            switch (cell) {
                case "1", "true" -> truths.put(label, true);
                case "0", "false" -> truths.put(label, false);
                case "" -> {}
                default ->
                    throw new IllegalArgumentException("column " + label + ": expected 1, 0, or nothing where nobody"
                            + " decided, got \"" + cell + "\"");
            }
        }
        return truths;
    }
}
