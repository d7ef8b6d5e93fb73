// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.importer.container.Container;
import io.edgewise.importer.container.ContainerGraph;
import io.edgewise.importer.container.ContainerNotes;
import io.edgewise.importer.container.ContainerTokenizer;
import io.edgewise.importer.container.Section;
import io.edgewise.importer.container.SectionKind;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.tflite.ModelFile;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// What was found in a container of others, section by section: damage in one does not hide the rest. Immutable.
record ContainerInspection(
        Container container,
        List<Found<ContainerTokenizer>> tokenizers,
        List<Found<ContainerNotes>> notes,
        List<ModelView> models) {
    /// Delegates read weights in place, and at such addresses.
    private static final int ALIGNMENT = 16;

    ContainerInspection {
        tokenizers = List.copyOf(tokenizers);
        notes = List.copyOf(notes);
        models = List.copyOf(models);
    }

    /// What is in a section.
    ///
    /// @param problem why it can't be read, or an empty text
    record Found<T>(Section section, Optional<T> content, String problem) {
        private static <T> Found<T> of(Container container, Section section, BiFunction<Container, Section, T> reader) {
            try {
                return new Found<>(section, Optional.of(reader.apply(container, section)), "");
            } catch (InferenceException e) {
                return new Found<>(section, Optional.empty(), String.valueOf(e.getMessage()));
            }
        }
    }

    /// A model of a container.
    ///
    /// @param graph how it takes a text
    /// @param inspection the same as of a model in a file of its own
    record ModelView(Found<ContainerGraph> graph, Found<Inspection> inspection) {}

    static ContainerInspection of(Container container) {
        return new ContainerInspection(
                container,
                container.tokenizers().stream()
                        .map(section -> Found.of(container, section, ContainerTokenizer::of))
                        .toList(),
                container.of(SectionKind.NOTES).stream()
                        .map(section -> Found.of(container, section, ContainerNotes::of))
                        .toList(),
                container.of(SectionKind.MODEL).stream()
                        .map(section -> model(container, section))
                        .toList());
    }

    private static ModelView model(Container container, Section section) {
        return new ModelView(
                Found.of(
                        container,
                        section,
                        (file, part) ->
                                ContainerGraph.of(ModelFile.contentsOf(file.file(), part.offset(), part.bytes()))),
                Found.of(container, section, ContainerInspection::inspect));
    }

    private static Inspection inspect(Container container, Section section) {
        if (section.offset() % ALIGNMENT != 0) {
            throw new InferenceException("its weights begin at byte " + section.offset()
                    + ", and delegates read them where a multiple of " + ALIGNMENT
                    + " is. What they would take: take it out (unzip -p FILE " + section.name()
                    + " > model.tflite), then edgewise bundle inspect model.tflite");
        }
        return Inspection.ofPart(container.file(), section.offset(), section.bytes());
    }
}
