// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.cli.Inspection.DelegateView;
import io.edgewise.gateway.cli.Inspection.Described;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelContents.Entry;
import io.edgewise.inference.tflite.ModelContents.Graph;
import io.edgewise.inference.tflite.ModelContents.Signature;
import io.edgewise.inference.tflite.ModelContents.Weights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes an inspection for programs: one object, on one line.
final class InspectionJson {
    /// JSON escapes only the first half of the control characters, and a terminal may be where this goes.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();

    private InspectionJson() {}

    static String of(Inspection inspection) {
        ObjectNode root = JSON.createObjectNode();
        root.put("file", inspection.file().toString());
        write(inspection, root);
        return line(root);
    }

    /// An object on one line.
    static String line(ObjectNode root) {
        return JSON.writeValueAsString(root);
    }

    /// An object with nothing in it.
    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /// Adds everything but the file's name.
    static void write(Inspection inspection, ObjectNode root) {
        ModelContents contents = inspection.contents();
        inspection.bundle().ifPresent(bundle -> {
            ObjectNode json = root.putObject("bundle");
            switch (bundle) {
                case Described.Reader reader -> reader(json, reader.descriptor());
                case Described.Writer writer -> writer(json, writer.descriptor());
            }
            json.put("signed", inspection.signed());
        });
        ArrayNode signatures = root.putArray("signatures");
        contents.signatures().forEach(signature -> signature(signatures.addObject(), signature));
        ArrayNode graphs = root.putArray("graphs");
        contents.graphs().forEach(graph -> graph(graphs.addObject(), graph));
        ArrayNode delegates = root.putArray("delegates");
        inspection.delegates().forEach(view -> delegate(delegates.addObject(), view));
        ArrayNode weights = root.putArray("weights");
        contents.weights().forEach(part -> weights(weights.addObject(), part));
        ObjectNode bytes = root.putObject("bytes");
        bytes.put("total", contents.bytes());
        contents.weightBytes().forEach(bytes.putObject("weights")::put);
        bytes.put("other", contents.otherBytes());
        contents.metadata().forEach(root.putArray("metadata")::add);
        ObjectNode said = root.putObject("says");
        MetadataTable.of(inspection.said())
                .forEach(line -> said.withArray(line.what()).add(line.said()));
    }

    private static void writer(ObjectNode json, GeneratorDescriptor bundle) {
        json.put("id", bundle.id());
        json.put("task", GeneratorDescriptor.TASK);
        json.put("tokenizer", bundle.tokenizer().file());
        json.put("vocabulary", bundle.model().vocabularySize());
        json.put("context", bundle.model().context());
        json.put("window", bundle.model().window());
        bundle.stop().forEach(json.putArray("stop")::add);
        json.put("divergence", bundle.golden().divergence());
    }

    private static void reader(ObjectNode json, BundleDescriptor bundle) {
        json.put("id", bundle.id());
        json.put("task", bundle.task().name().toLowerCase(Locale.ROOT));
        json.put("tokenizer", bundle.tokenizer().file());
        json.put("vocabulary", bundle.model().vocabularySize());
        json.put("form", form(bundle.model()));
        if (bundle.model() instanceof ModelEntry.Sequence sequence) {
            ObjectNode inputs = json.putObject("inputs");
            sequence.inputs().forEach((role, tensor) -> inputs.put(Choice.name(role), tensor));
        }
        ObjectNode heads = json.putObject("heads");
        bundle.heads().forEach(head -> head(heads.putObject(head.name()), head));
    }

    /// As `bundle.json` says it.
    static String form(ModelEntry model) {
        return switch (model) {
            case ModelEntry.Packed packed -> "packed";
            case ModelEntry.Sequence sequence -> "sequence";
        };
    }

    private static void head(ObjectNode json, Head head) {
        json.put("kind", head.kind());
        json.put("tensor", head.output().tensor());
        json.put("activation", Choice.name(head.output().activation()));
        json.put("width", head.width());
        head.labels().forEach(json.putArray("labels")::add);
    }

    private static void signature(ObjectNode json, Signature signature) {
        json.put("key", signature.key());
        json.put("graph", signature.graph());
        named(json.putArray("inputs"), signature.inputs());
        named(json.putArray("outputs"), signature.outputs());
    }

    private static void named(ArrayNode json, Map<String, Entry> entries) {
        entries.forEach((name, entry) -> entry(json.addObject(), name, entry));
    }

    private static void graph(ObjectNode json, Graph graph) {
        entries(json.putArray("inputs"), graph.inputs());
        entries(json.putArray("outputs"), graph.outputs());
        graph.operators().forEach(json.putObject("operators")::put);
    }

    private static void entries(ArrayNode json, List<Entry> entries) {
        entries.forEach(entry -> entry(json.addObject(), entry.name(), entry));
    }

    private static void entry(ObjectNode json, String name, Entry entry) {
        json.put("name", name);
        json.put("type", entry.type().name());
        entry.shape().forEach(json.putArray("shape")::add);
        entry.rows().ifPresent(rows -> json.put("rows", rows));
    }

    private static void weights(ObjectNode json, Weights weights) {
        json.put("operator", weights.operator());
        json.put("type", weights.type().name());
        weights.shape().forEach(json.putArray("shape")::add);
        json.put("count", weights.count());
        json.put("bytes", weights.bytes());
        weights.onlyFor().ifPresent(output -> json.put("only-for", output));
    }

    private static void delegate(ObjectNode json, DelegateView view) {
        json.put("delegate", view.label());
        view.plan()
                .ifPresentOrElse(
                        plan -> {
                            json.put("nodes", plan.model().nodes());
                            json.put("delegated", plan.delegatedNodes());
                            view.left().forEach(json.putObject("left")::put);
                        },
                        () -> json.put("refused", view.refusal()));
    }
}
