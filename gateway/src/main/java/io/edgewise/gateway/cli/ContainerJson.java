// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.cli.ContainerInspection.Found;
import io.edgewise.gateway.cli.ContainerInspection.ModelView;
import io.edgewise.importer.container.Container;
import io.edgewise.importer.container.ContainerGraph;
import io.edgewise.importer.container.ContainerNotes;
import io.edgewise.importer.container.ContainerTokenizer;
import io.edgewise.importer.container.Section;
import io.edgewise.inference.document.Choice;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the inspection of a container for programs: one object, on one line.
final class ContainerJson {
    private ContainerJson() {}

    static String of(ContainerInspection inspection) {
        Container container = inspection.container();
        ObjectNode root = InspectionJson.object();
        root.put("file", container.file().toString());
        ObjectNode json = root.putObject("container");
        json.put("format", Choice.name(container.format()));
        json.put("version", container.version());
        container.says().forEach(json.putObject("says")::put);
        ArrayNode sections = json.putArray("sections");
        container.sections().forEach(section -> section(sections.addObject(), section));
        ArrayNode tokenizers = root.putArray("tokenizers");
        inspection.tokenizers().forEach(found -> found(tokenizers.addObject(), found, ContainerJson::tokenizer));
        ArrayNode notes = root.putArray("notes");
        inspection.notes().forEach(found -> found(notes.addObject(), found, ContainerJson::notes));
        ArrayNode models = root.putArray("models");
        inspection.models().forEach(view -> model(models.addObject(), view));
        return InspectionJson.line(root);
    }

    private static void section(ObjectNode json, Section section) {
        json.put("name", section.name());
        json.put("kind", Choice.name(section.kind()));
        json.put("offset", section.offset());
        json.put("bytes", section.bytes());
        section.items().forEach(json.putObject("items")::put);
    }

    private static <T> void found(ObjectNode json, Found<T> found, BiConsumer<ObjectNode, T> writer) {
        json.put("section", found.section().name());
        found.content()
                .ifPresentOrElse(content -> writer.accept(json, content), () -> json.put("damaged", found.problem()));
    }

    private static void tokenizer(ObjectNode json, ContainerTokenizer tokenizer) {
        json.put("format", Choice.name(tokenizer.format()));
        json.put("kind", Choice.name(tokenizer.kind()));
        json.put("bytes", tokenizer.bytes());
    }

    private static void notes(ObjectNode json, ContainerNotes notes) {
        json.put("model-type", notes.modelType());
        notes.context().ifPresent(tokens -> json.put("context", tokens));
        notes.start().forEach(json.putArray("start")::add);
        notes.stop().forEach(json.putArray("stop")::add);
        ObjectNode turns = json.putObject("turns");
        notes.turns()
                .forEach((role, turn) ->
                        turns.putObject(role).put("prefix", turn.prefix()).put("suffix", turn.suffix()));
        notes.templateLength().ifPresent(characters -> json.put("template-characters", characters));
        json.put("least-runtime", notes.leastRuntime());
    }

    private static void model(ObjectNode json, ModelView view) {
        found(json, view.graph(), ContainerJson::graph);
        if (view.graph().content().isPresent()) {
            view.inspection()
                    .content()
                    .ifPresentOrElse(
                            inspection -> InspectionJson.write(inspection, json),
                            () -> json.put("not-tried", view.inspection().problem()));
        }
    }

    private static void graph(ObjectNode json, ContainerGraph graph) {
        graph.prefills().forEach(json.putArray("prefill")::add);
        json.put("decode", graph.decodes());
        graph.cache().ifPresent(form -> json.put("cache", form));
        graph.cacheLength().ifPresent(length -> json.put("cache-length", length));
        graph.custom().forEach(json.putArray("custom")::add);
    }
}
