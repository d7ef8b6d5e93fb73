// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Printable;
import java.util.stream.Collectors;

/// Writes the beginning of a model card: what is known. What is not known stands there as a question, for whoever
/// brings the model.
final class ModelCard {
    private ModelCard() {}

    static String of(BundlePlan plan, BundleDescriptor bundle, GoldenRecorder.Recorded recorded, Findings findings) {
        Head head = bundle.heads().getFirst();
        String labels = head.labels().isEmpty()
                ? head.width() + " numbers"
                : head.labels().stream().map(label -> "`" + line(label) + "`").collect(Collectors.joining(", "));
        return """
                # %s %s

                Wrapped by `edgewise bundle wrap` from `%s` (SHA-256 `%s`). %s

                | | |
                |---|---|
                | task | %s |
                | takes | at most %d tokens of one text, by %s: %s |
                | tokenizer | %s, %s |
                | says | %s: %s |
                | licence | %s |
                | golden tests | %d texts, recorded from the model itself on %s: they say that a board computes the same, not that the model is right |

                ## What was concluded

                %s

                ## What is not known yet

                What was it trained on, and who may use that? In which languages? How good is it, measured on which texts?
                Where does it fail, and whom would that hurt?
                """.formatted(
                        bundle.name(),
                        bundle.version(),
                        plan.model().getFileName(),
                        plan.sha256(),
                        said(plan),
                        Choice.name(bundle.task()),
                        bundle.window().tokens(),
                        line(plan.entrance().called()),
                        plan.roles().entrySet().stream()
                                .map(role -> Choice.name(role.getKey()) + " = `"
                                        + line(role.getValue().name()) + "` "
                                        + role.getValue().tensor().form())
                                .collect(Collectors.joining(", ")),
                        Choice.name(bundle.tokenizer().kind()),
                        bundle.tokenizer().file(),
                        Choice.name(head.output().activation()),
                        labels,
                        line(bundle.licence()),
                        recorded.tests().texts().size(),
                        recorded.kernels(),
                        concluded(findings));
    }

    private static String concluded(Findings findings) {
        return findings.notes().isEmpty()
                ? "Nothing: everything was said."
                : findings.notes().stream().map(note -> "- " + note).collect(Collectors.joining("\n"));
    }

    private static String said(BundlePlan plan) {
        return plan.metadata()
                .map(metadata ->
                        "It says of itself: \"" + line(metadata.name()) + ". " + line(metadata.description()) + "\"")
                .orElse("It says nothing of itself.");
    }

    private static String line(String text) {
        return Printable.line(text).strip();
    }
}
