// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.Bio;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.tflite.AssociatedFiles;
import io.edgewise.inference.tflite.ModelMetadata.FileKind;
import io.edgewise.inference.tflite.ModelMetadata.NamedFile;
import io.edgewise.inference.tflite.ModelMetadata.Note;
import io.edgewise.inference.tflite.ModelMetadata.Unit;
import io.edgewise.inference.wrap.Entrance.Port;
import io.edgewise.inference.wrap.WrapOptions.Meaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// Which output a bundle is about, and what its numbers mean. Confined to one wrapping.
final class HeadSource {
    private static final String GROUP = "entities";

    /// Ten thousand long ones.
    private static final int MAX_LABEL_BYTES = 1 << 20;

    private static final int MOST_NUMBERS = 65_536;

    private static final Set<String> PROBABILITIES = Set.of("SOFTMAX", "LOGISTIC");

    /// What a bundle is for.
    record Found(TaskKind task, Head head) {}

    private final Meaning meaning;
    private final Optional<String> wanted;
    private final List<Port> outputs;
    private final int rank;
    private final AssociatedFiles behind;
    private final Findings findings;

    /// @param wanted the output that the caller names
    /// @param rank of the ids' row; what has one dimension more has a row for each token
    HeadSource(
            Meaning meaning,
            Optional<String> wanted,
            List<Port> outputs,
            int rank,
            AssociatedFiles behind,
            Findings findings) {
        this.rank = rank;
        this.meaning = meaning;
        this.wanted = wanted;
        this.outputs = outputs;
        this.behind = behind;
        this.findings = findings;
    }

    /// @return empty when something is missing, with problems in the findings
    Optional<Found> find() {
        Optional<List<String>> labels = meaning.labels().flatMap(this::lines);
        if (meaning.labels().isPresent() && labels.isEmpty()) {
            return Optional.empty();
        }
        return output(labels).flatMap(output -> head(output, labels.or(() -> labelsOf(output))));
    }

    private Optional<List<String>> lines(Path file) {
        try {
            if (Files.size(file) > MAX_LABEL_BYTES) {
                findings.problem("the labels " + file + " have " + Files.size(file) + " bytes, at most "
                        + MAX_LABEL_BYTES + " are read: name a file with a label in each line");
                return Optional.empty();
            }
            return Optional.of(lines(Files.readString(file)));
        } catch (IOException e) {
            findings.problem("the labels " + file + " can't be read: " + e);
            return Optional.empty();
        }
    }

    private static List<String> lines(String text) {
        // Some editors begin a file with a mark of the byte order.
        return text.replace("\uFEFF", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private Optional<List<String>> labelsOf(Port output) {
        try {
            return fileOf(output)
                    .flatMap(file -> behind.read(file.name(), MAX_LABEL_BYTES))
                    .map(content -> lines(new String(content, UTF_8)));
        } catch (UnsupportedModelException e) {
            findings.problem(e.getMessage() + "; name a file with a label in each line (--labels FILE)");
            return Optional.empty();
        }
    }

    private static Optional<NamedFile> fileOf(Port output) {
        List<NamedFile> files = output.note().map(Note::files).orElse(List.of());
        return Stream.of(FileKind.AXIS_LABELS, FileKind.VALUE_LABELS)
                .flatMap(kind -> files.stream().filter(file -> file.kind() == kind))
                .findFirst();
    }

    private Optional<Port> output(Optional<List<String>> labels) {
        if (wanted.isPresent()) {
            return named(wanted.get());
        }
        List<Port> candidates = candidates(labels);
        if (candidates.size() == 1) {
            return Optional.of(candidates.getFirst());
        }
        findings.problem(
                candidates.isEmpty()
                        ? "no output of the model has " + labels.map(List::size).orElse(0)
                                + " numbers, one for each label" + " (have: " + forms()
                                + "): the labels are not this model's"
                        : "the model has several outputs, " + forms() + ": say which one is meant (--output NAME)");
        return Optional.empty();
    }

    private Optional<Port> named(String name) {
        Optional<Port> found = Entrance.find(outputs, name);
        if (found.isEmpty()) {
            findings.problem("there is no output \"" + name + "\": " + Nearest.hint(name, Entrance.names(outputs)));
        }
        return found;
    }

    /// By the labels' number; then what the model has labels for, or has made probabilities of; then anything.
    private List<Port> candidates(Optional<List<String>> labels) {
        if (labels.isPresent()) {
            return narrowed(outputs.stream()
                    .filter(output -> width(output) == labels.get().size())
                    .toList());
        }
        if (meaning.task().filter(TaskKind.EMBEDDING::equals).isPresent()) {
            List<Port> plain = outputs.stream()
                    .filter(output -> !PROBABILITIES.contains(output.tensor().source()))
                    .toList();
            return plain.isEmpty() ? outputs : plain;
        }
        List<Port> labelled =
                outputs.stream().filter(output -> fileOf(output).isPresent()).toList();
        return labelled.isEmpty() ? narrowed(outputs) : labelled;
    }

    private static List<Port> narrowed(List<Port> outputs) {
        List<Port> probabilities = outputs.stream()
                .filter(output -> PROBABILITIES.contains(output.tensor().source()))
                .toList();
        return probabilities.size() == 1 ? probabilities : outputs;
    }

    private String forms() {
        return String.join(
                ", ",
                outputs.stream()
                        .map(output ->
                                "\"" + output.name() + "\" " + output.tensor().form())
                        .toList());
    }

    private static int width(Port output) {
        List<Integer> shape = output.tensor().shape();
        return shape.isEmpty() ? 0 : shape.getLast();
    }

    private Optional<Found> head(Port output, Optional<List<String>> labels) {
        int width = width(output);
        if (width < 1) {
            findings.problem(output.called("output") + " is " + output.tensor().form()
                    + ": how many numbers it has is not known before it runs");
        } else if (labels.isPresent() && labels.get().size() != width) {
            findings.problem("there are " + labels.get().size() + " labels, and " + output.called("output") + " ("
                    + output.tensor().form() + ") has " + width + " numbers: one label for each is needed");
        } else if (width > MOST_NUMBERS) {
            findings.problem(
                    output.called("output") + " has " + width + " numbers, a bundle's has at most " + MOST_NUMBERS);
        } else if (labels.isPresent() && isAnyTwice(labels.get())) {
            return Optional.empty();
        } else if (labels.isPresent()) {
            return ofLabels(output, new Head.Output(output.name(), activation(output)), labels.get());
        } else if (wantsLabels(output)) {
            findings.problem("there are no labels: " + output.called("output") + " ("
                    + output.tensor().form() + ") has " + width
                    + " numbers that are probabilities; name a file with as many lines (--labels FILE)");
        } else {
            findings.note("there are no labels, so " + output.called("output") + " is taken for a vector");
            Head.Output source = new Head.Output(output.name(), Activation.LOGITS);
            return Optional.of(new Found(TaskKind.EMBEDDING, new Head.Vector("embedding", source, width)));
        }
        return Optional.empty();
    }

    private boolean isAnyTwice(List<String> labels) {
        Set<String> seen = new HashSet<>();
        List<String> twice =
                labels.stream().filter(label -> !seen.add(label)).distinct().toList();
        if (!twice.isEmpty()) {
            findings.problem("labels stand twice, and an answer could not say which one is meant: " + twice);
        }
        return !twice.isEmpty();
    }

    private boolean wantsLabels(Port output) {
        return meaning.task()
                .map(task -> task != TaskKind.EMBEDDING)
                .orElse(PROBABILITIES.contains(output.tensor().source()));
    }

    private Activation activation(Port output) {
        Activation activation = meaning.activation()
                .orElse(
                        switch (output.tensor().source()) {
                            case "SOFTMAX" -> Activation.SOFTMAX;
                            case "LOGISTIC" -> Activation.SIGMOID;
                            default -> Activation.LOGITS;
                        });
        if (meaning.activation().isEmpty()) {
            findings.note(output.called("output") + " is computed by "
                    + output.tensor().source() + ", so its numbers are taken for " + Choice.name(activation));
        }
        return activation;
    }

    private Optional<Found> ofLabels(Port output, Head.Output source, List<String> labels) {
        boolean bio = Bio.isBio(labels);
        List<Integer> shape = output.tensor().shape();
        boolean perToken = shape.size() > rank && (bio || shape.get(shape.size() - 2) != 1);
        if (perToken && !bio) {
            findings.problem(output.called("output") + " (" + output.tensor().form()
                    + ") has a row for each token, and its labels are not O, B-x and I-x for each type x, got "
                    + labels);
            return Optional.empty();
        }
        Head head =
                perToken ? new Head.Spans("spans", source, labels, GROUP, Map.of()) : ofText(output, source, labels);
        TaskKind task = meaning.task().orElse(perToken ? TaskKind.EXTRACTION : TaskKind.CLASSIFICATION);
        if (perToken != (task == TaskKind.EXTRACTION) || task == TaskKind.EMBEDDING) {
            findings.problem("the task " + Choice.name(task) + " is not what " + output.called("output") + " ("
                    + output.tensor().form() + ") with the labels " + labels + " is for");
            return Optional.empty();
        }
        return Optional.of(new Found(task, head));
    }

    private Head ofText(Port output, Head.Output source, List<String> labels) {
        OptionalDouble threshold = output.note().map(Note::units).orElse(List.of()).stream()
                .filter(Unit.Threshold.class::isInstance)
                .mapToDouble(unit -> ((Unit.Threshold) unit).score())
                .filter(score -> score > 0 && score <= 1)
                .findFirst();
        if (output.note().map(Note::units).orElse(List.of()).stream().anyMatch(Unit.Calibration.class::isInstance)) {
            findings.note("the model says that its scores are to be calibrated by a file of its own; that is not done");
        }
        boolean moderates = meaning.task().filter(TaskKind.MODERATION::equals).isPresent();
        if (moderates) {
            findings.note(
                    "no label has thresholds, so the verdict is always allow until bundle.json or a route sets some");
        }
        boolean several = moderates || labels.size() == 1 || isMultiLabel(source.activation());
        return several
                ? new Head.Labels("labels", source, labels, Map.of(), Map.of(), threshold)
                : new Head.Choice("label", source, labels, "", threshold);
    }

    private boolean isMultiLabel(Activation activation) {
        boolean concluded = activation == Activation.SIGMOID;
        if (meaning.multiLabel().isEmpty() && activation == Activation.LOGITS) {
            findings.note("of the labels exactly one is taken to hold; if any number of them may, say so (--multi-label"
                    + " true)");
        }
        return meaning.multiLabel().orElse(concluded);
    }
}
