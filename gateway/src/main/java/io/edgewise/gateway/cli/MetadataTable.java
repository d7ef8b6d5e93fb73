// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.cli.Inspection.MetadataView;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Printable;
import io.edgewise.inference.tflite.ModelMetadata;
import io.edgewise.inference.tflite.ModelMetadata.NamedFile;
import io.edgewise.inference.tflite.ModelMetadata.Note;
import io.edgewise.inference.tflite.ModelMetadata.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a model says of itself, for people: lines of a word and what is said, each on one line.
final class MetadataTable {
    /// A line of an inspection.
    record Line(String what, String said) {}

    private final List<Line> lines = new ArrayList<>();

    private MetadataTable() {}

    static List<Line> of(MetadataView view) {
        MetadataTable table = new MetadataTable();
        view.metadata().ifPresent(table::metadata);
        table.line("damaged", view.problem());
        table.line("files", String.join(", ", view.files()));
        return table.lines;
    }

    private void metadata(ModelMetadata metadata) {
        line("name", metadata.name());
        line("says", metadata.description());
        line("version", metadata.version());
        line("author", metadata.author());
        line("licence", metadata.licence());
        metadata.inputs().forEach(note -> note("in", note));
        metadata.outputs().forEach(note -> note("out", note));
        line("text", units(metadata.inputUnits()));
    }

    private void note(String kind, Note note) {
        line(
                kind,
                Stream.of(note.name(), Choice.name(note.content()), units(note.units()), files(note.files()))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(", ")));
    }

    private static String units(List<Unit> units) {
        return units.stream().map(MetadataTable::unit).collect(Collectors.joining(", "));
    }

    private static String unit(Unit unit) {
        return switch (unit) {
            case Unit.Regex regex -> "words between " + regex.delimiter() + " (" + files(regex.vocabulary()) + ")";
            case Unit.Bert bert -> "BERT's pieces (" + files(bert.vocabulary()) + ")";
            case Unit.SentencePiece pieces -> "SentencePiece (" + files(pieces.model()) + ")";
            case Unit.Threshold threshold -> "scores from " + threshold.score();
            case Unit.Calibration calibration -> "calibrated scores";
            case Unit.Other other -> "a step that is not known here";
        };
    }

    private static String files(List<NamedFile> files) {
        return files.stream()
                .map(file -> file.name()
                        + (file.kind().equals(ModelMetadata.FileKind.UNKNOWN)
                                ? ""
                                : " " + Choice.name(file.kind()).replace('-', ' ')))
                .collect(Collectors.joining(", "));
    }

    private void line(String what, String said) {
        if (!said.isEmpty()) {
            lines.add(new Line(what, Printable.line(said)));
        }
    }
}
