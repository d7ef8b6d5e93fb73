// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.importer.generator.GeneratorImported;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Printable;
import java.io.PrintWriter;
import java.util.Locale;

/// What `bundle import` tells of a bundle that writes texts.
final class GeneratorSummary {
    private GeneratorSummary() {}

    static void print(GeneratorImported imported, PrintWriter out) {
        GeneratorDescriptor bundle = imported.descriptor();
        line(out, imported.directory() + ": " + bundle.id() + ", generation, " + Choice.name(imported.precision()));
        line(
                out,
                "  tokenizer  " + Choice.name(bundle.tokenizer().kind()) + ", texts of "
                        + bundle.model().context() + " tokens with their answers");
        line(out, "  ends with  " + bundle.stop());
        line(out, "  licence    " + bundle.licence());
        line(
                out,
                "  golden     " + imported.prompts() + " prompts, "
                        + (imported.divergence().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        "%.4f nats from the same weights in float32",
                                        imported.divergence().getAsDouble())
                                : "recorded from the graph itself"));
        imported.notes().forEach(note -> line(out, "  note       " + note));
        line(out, "try it: edgewise ask --bundle " + imported.directory() + " TEXT");
        out.flush();
    }

    /// Names and licence are what stands in files of others: no control character of theirs reaches a terminal.
    private static void line(PrintWriter out, String text) {
        out.println(Printable.line(text));
    }
}
