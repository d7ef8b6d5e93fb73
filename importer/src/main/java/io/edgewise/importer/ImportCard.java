// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.architecture.EncoderShape;
import io.edgewise.importer.architecture.SourceModel;
import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Printable;
import io.edgewise.inference.wrap.Findings;
import io.edgewise.inference.wrap.GoldenRecorder;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the beginning of a model card: what is known. What is not known stands there as a question, for whoever
/// brings the checkpoint.
final class ImportCard {
    private ImportCard() {}

    static String of(
            ImportPlan plan,
            BundleDescriptor bundle,
            GoldenRecorder.Recorded recorded,
            List<Agreement> agreements,
            Findings findings) {
        return """
                # %s %s

                Imported by `edgewise bundle import` from %s.

                | | |
                |---|---|
                | task | %s |
                | encoder | %s |
                | weights | %s |
                | tokenizer | %s, %s |
                | says | %s |
                | licence | %s |
                | golden tests | %d texts, recorded from the graph itself on %s: they say that a board computes the same, not that the model is right |
                | against float32 | %s |

                ## What was concluded

                %s

                ## What is not known yet

                What was it trained on, and who may use that? In which languages? How good is it, measured on which texts?
                Where does it fail, and whom would that hurt?
                """.formatted(
                        bundle.name(),
                        bundle.version(),
                        CardText.sources(plan.weightFiles()),
                        Choice.name(bundle.task()),
                        encoder(plan.model()),
                        Choice.name(plan.options().form().precision()),
                        Choice.name(bundle.tokenizer().kind()),
                        bundle.tokenizer().file(),
                        bundle.heads().stream().map(ImportCard::head).collect(Collectors.joining("; ")),
                        Printable.line(bundle.licence()),
                        recorded.tests().texts().size(),
                        recorded.kernels(),
                        agreements.isEmpty()
                                ? plan.options().form().precision() == Precision.FP32 ? "it is float32" : "not compared"
                                : agreements.stream().map(Agreement::toString).collect(Collectors.joining("; ")),
                        CardText.concluded(findings));
    }

    private static String encoder(SourceModel model) {
        EncoderShape shape = model.shape();
        return "%s, %d layers of width %d, %d attention heads, %d pieces, %d positions, %s"
                .formatted(
                        model.type(),
                        shape.layers(),
                        shape.hidden(),
                        shape.heads(),
                        shape.vocabulary(),
                        shape.positions(),
                        model.pooling() == ModelEntry.Pooling.MEAN ? "mean of all tokens" : "first token");
    }

    private static String head(Head head) {
        return "`" + head.name() + "`: "
                + (head.labels().isEmpty()
                        ? head.width() + " numbers"
                        : head.labels().stream()
                                .map(label -> "`" + Printable.line(label) + "`")
                                .collect(Collectors.joining(", ")));
    }
}
