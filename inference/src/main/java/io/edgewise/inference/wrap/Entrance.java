// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.graph.TensorNames;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelContents.Entry;
import io.edgewise.inference.tflite.ModelContents.Graph;
import io.edgewise.inference.tflite.ModelContents.Signature;
import io.edgewise.inference.tflite.ModelMetadata;
import io.edgewise.inference.tflite.ModelMetadata.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// A way into a model: one of its signatures, or, where there are none, its graph. Immutable.
///
/// @param signature its key
/// @param customOperators of its graph, which TensorFlow Lite lacks
record Entrance(Optional<String> signature, List<Port> inputs, List<Port> outputs, Set<String> customOperators) {
    Entrance {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// An input or an output.
    ///
    /// @param name under which it is reached: the signature's, or the graph's, or its position
    /// @param note what the model says of it
    record Port(String name, Entry tensor, Optional<Note> note) {
        /// As `input "ids"`.
        String called(String kind) {
            return kind + " \"" + name + "\"";
        }

        /// What it may be called elsewhere, the most telling first.
        List<String> names() {
            return List.of(note.map(Note::name).orElse(""), name, tensor.name());
        }
    }

    static List<Entrance> of(ModelContents contents, Optional<ModelMetadata> metadata) {
        if (contents.signatures().isEmpty()) {
            Graph graph = contents.graphs().getFirst();
            return List.of(new Entrance(
                    Optional.empty(),
                    ports(graph.inputs(), notes(metadata.map(ModelMetadata::inputs))),
                    ports(graph.outputs(), notes(metadata.map(ModelMetadata::outputs))),
                    graph.customOperators()));
        }
        return contents.signatures().stream()
                .map(signature -> of(signature, contents, metadata))
                .toList();
    }

    /// Metadata count the graph's tensors, a signature names them: the tensor's number joins the two.
    private static Entrance of(Signature signature, ModelContents contents, Optional<ModelMetadata> metadata) {
        Graph graph = contents.graphs().get(signature.graph());
        Optional<ModelMetadata> said = signature.graph() == 0 ? metadata : Optional.empty();
        return new Entrance(
                Optional.of(signature.key()),
                ports(signature.inputs(), graph.inputs(), notes(said.map(ModelMetadata::inputs))),
                ports(signature.outputs(), graph.outputs(), notes(said.map(ModelMetadata::outputs))),
                graph.customOperators());
    }

    private static List<Note> notes(Optional<List<Note>> notes) {
        return notes.orElse(List.of());
    }

    private static List<Port> ports(Map<String, Entry> named, List<Entry> inOrder, List<Note> notes) {
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            int tensor = inOrder.get(i).tensor();
            Optional<Note> note = note(notes, i);
            named.forEach((name, entry) -> {
                if (entry.tensor() == tensor) {
                    ports.add(new Port(name, entry, note));
                }
            });
        }
        return ports;
    }

    private static List<Port> ports(List<Entry> entries, List<Note> notes) {
        List<String> names =
                TensorNames.ofGraph(entries.stream().map(Entry::name).toList()).all();
        return IntStream.range(0, entries.size())
                .mapToObj(i -> new Port(names.get(i), entries.get(i), note(notes, i)))
                .toList();
    }

    private static Optional<Note> note(List<Note> notes, int number) {
        return number < notes.size() ? Optional.of(notes.get(number)) : Optional.empty();
    }

    /// The port that is meant by a name or a position.
    static Optional<Port> find(List<Port> ports, String wanted) {
        OptionalInt position = TensorNames.ofGraph(names(ports)).find(wanted);
        return position.isPresent() ? Optional.of(ports.get(position.getAsInt())) : Optional.empty();
    }

    /// The names of all.
    static List<String> names(List<Port> ports) {
        return ports.stream().map(Port::name).toList();
    }

    /// For sentences: `signature "dyn"`, or `the graph`.
    String called() {
        return signature.map(key -> "signature \"" + key + "\"").orElse("the graph");
    }
}
