// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import io.edgewise.importer.checkpoint.CheckpointException;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tokenizer.TokenizerFormat;
import io.edgewise.inference.wrap.WrapException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Why no bundle is made of a container, and what to do. Used once.
public final class ContainerRefusal {
    private final Container container;

    private ContainerRefusal(Container container) {
        this.container = container;
    }

    /// Lets every file pass that is no container.
    ///
    /// @throws WrapException with what it is, what is in it, why that is not run, and what to do
    /// @throws CheckpointException when it is a damaged one
    public static void requireNone(Path file) {
        if (Container.isOne(file)) {
            Container container = Container.open(file);
            throw new WrapException(file, List.of(new ContainerRefusal(container).sentence()));
        }
    }

    private String sentence() {
        List<Section> models = container.of(SectionKind.MODEL);
        List<ContainerGraph> graphs = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Section section : models) {
            try {
                graphs.add(
                        ContainerGraph.of(ModelFile.contentsOf(container.file(), section.offset(), section.bytes())));
            } catch (UnsupportedModelException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        String what = "it is a " + container.title() + " with " + tokenizer() + " and " + graphs(graphs, faults);
        return what + ". " + (models.isEmpty() ? "There is nothing in it to run: " : reason(graphs)) + instead(graphs);
    }

    private String tokenizer() {
        List<Section> tokenizers = container.tokenizers();
        return tokenizers.isEmpty() ? "no tokenizer" : tokenizer(tokenizers.getFirst());
    }

    /// Damage in it is not why it is refused; `bundle inspect` tells it.
    private String tokenizer(Section section) {
        try {
            ContainerTokenizer found = ContainerTokenizer.of(container, section);
            String file = found.format() == TokenizerFormat.JSON ? "tokenizer.json" : "SentencePiece model";
            return "a tokenizer (" + file + ", " + Choice.name(found.kind()) + ")";
        } catch (CheckpointException e) {
            return "a tokenizer that can't be read";
        }
    }

    private static String graphs(List<ContainerGraph> graphs, List<String> faults) {
        if (graphs.isEmpty() && faults.isEmpty()) {
            return "no graph";
        }
        if (graphs.isEmpty()) {
            return "a graph that can't be read (" + faults.getFirst() + ")";
        }
        return graphs.stream()
                .filter(ContainerRefusal::writes)
                .findFirst()
                .map(ContainerRefusal::graph)
                .orElse("a graph that has no signature for prefill or decode");
    }

    private static boolean writes(ContainerGraph graph) {
        return graph.decodes() || !graph.prefills().isEmpty();
    }

    private static String graph(ContainerGraph graph) {
        String prefill = graph.prefills().isEmpty()
                ? ""
                : "prefill ("
                        + graph.prefills().stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + " tokens at once)" + (graph.decodes() ? " and " : "");
        String cache = graph.cacheLength().isPresent()
                ? " whose cache has the fixed length " + graph.cacheLength().getAsInt()
                : graph.cache().map(form -> " whose cache is " + form).orElse("");
        String custom = graph.custom().isEmpty()
                ? ""
                : ", and which needs operators that TensorFlow Lite for Linux does not have: "
                        + String.join(", ", graph.custom());
        return "a graph for " + prefill + (graph.decodes() ? "decode" : "") + cache + custom;
    }

    private static String reason(List<ContainerGraph> graphs) {
        return graphs.isEmpty() || graphs.stream().anyMatch(ContainerRefusal::writes)
                ? "Edgewise does not run the graphs of such files: they take and return the whole cache at each token, and its own read"
                        + " a cache of any length from memory that stays where it is: "
                : "";
    }

    private String instead(List<ContainerGraph> graphs) {
        if (!graphs.isEmpty() && graphs.stream().noneMatch(ContainerRefusal::writes)) {
            return "Take the .tflite file out of it and have that wrapped, if it takes the token ids of a text; edgewise"
                    + " bundle inspect shows what it takes";
        }
        return "import the checkpoint that it was made of, a folder with safetensors or a GGUF file (edgewise bundle"
                + " import CKPT DIR). edgewise bundle inspect shows what is in this file";
    }
}
