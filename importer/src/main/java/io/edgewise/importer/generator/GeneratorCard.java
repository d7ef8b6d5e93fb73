// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import io.edgewise.importer.CardText;
import io.edgewise.importer.decoder.DecoderShape;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Printable;
import io.edgewise.inference.wrap.Findings;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes the beginning of a model card: what is known. What is not known stands there as a question, for
/// whoever brings the checkpoint.
final class GeneratorCard {
    private GeneratorCard() {}

    static String of(
            GeneratorPlan plan, GeneratorDescriptor bundle, GeneratorImport.Recorded recorded, Findings findings) {
        return """
                # %s %s

                Imported by `edgewise bundle import` from %s.

                | | |
                |---|---|
                | task | generation |
                | decoder | %s |
                | weights | %s |
                | context | %d tokens |
                | tokenizer | %s, %s |
                | answers end with | %s |
                | licence | %s |
                | golden prompts | %d, %s |

                ## What was concluded

                %s

                ## What is not known yet

                What was it trained on, and who may use that? In which languages? What does it do well, measured on what? It can
                write what is false, rude or harmful: who reads that before it has consequences?
                """.formatted(
                        bundle.name(),
                        bundle.version(),
                        CardText.sources(plan.source().files()),
                        decoder(plan),
                        Choice.name(plan.options().precision()),
                        bundle.model().context(),
                        Choice.name(bundle.tokenizer().kind()),
                        bundle.tokenizer().file(),
                        bundle.stop().stream()
                                .map(stop -> "`" + Printable.line(stop) + "`")
                                .collect(Collectors.joining(", ")),
                        Printable.line(bundle.licence()),
                        recorded.golden().prompts().size(),
                        compared(recorded),
                        CardText.concluded(findings));
    }

    private static String compared(GeneratorImport.Recorded recorded) {
        return recorded.divergence().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "recorded in float32, from which it is %.4f nats away (mean Kullback-Leibler divergence)",
                        recorded.divergence().getAsDouble())
                : "recorded from the graph itself: they say that a board computes the same, not that it is right";
    }

    private static String decoder(GeneratorPlan plan) {
        DecoderShape shape = plan.model().shape();
        return "%s, %d layers of width %d, %d attention heads over %d of keys and values, %d pieces"
                .formatted(
                        plan.model().type(),
                        shape.layers(),
                        shape.hidden(),
                        shape.heads(),
                        shape.keyHeads(),
                        shape.vocabulary());
    }
}
