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
import io.edgewise.inference.document.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes the inspection of a container for people.
final class ContainerTable {
    private static final int SHOWN_SECTIONS = 40;
    private static final int SHOWN_TOKENS = 12;

    private final PrintWriter out;

    private ContainerTable(PrintWriter out) {
        this.out = out;
    }

    static void print(ContainerInspection inspection, PrintWriter out) {
        ContainerTable table = new ContainerTable(out);
        table.container(inspection.container());
        inspection.tokenizers().forEach(table::tokenizer);
        inspection.notes().forEach(table::notes);
        inspection.models().forEach(table::model);
        table.heading("It is not run: edgewise bundle import says why, and what to do");
    }

    private void container(Container container) {
        line("container", container.title());
        container.says().forEach((key, value) -> line("  " + key, value));
        heading("SECTIONS");
        List<Section> sections = container.sections();
        sections.stream().limit(SHOWN_SECTIONS).forEach(this::section);
        if (sections.size() > SHOWN_SECTIONS) {
            print("  " + (sections.size() - SHOWN_SECTIONS) + " more");
        }
        if (sections.isEmpty()) {
            print("  none");
        }
    }

    private void section(Section section) {
        String items = section.items().entrySet().stream()
                .map(item -> ", " + item.getKey() + " " + item.getValue())
                .collect(Collectors.joining());
        print(String.format(
                Locale.ROOT,
                "  %,14d bytes  %s  %s%s",
                section.bytes(),
                section.name(),
                section.kind().words(),
                items));
    }

    private void tokenizer(Found<ContainerTokenizer> found) {
        heading("TOKENIZER in section " + found.section().name());
        found.content()
                .ifPresentOrElse(
                        tokenizer -> line(
                                "  kind",
                                String.format(
                                        Locale.ROOT,
                                        "%s, %s of %,d bytes",
                                        Choice.name(tokenizer.kind()),
                                        found.section().kind().words(),
                                        tokenizer.bytes())),
                        () -> line("  damaged", found.problem()));
    }

    private void notes(Found<ContainerNotes> found) {
        heading("WHAT IT SAYS OF ITS MODEL in section " + found.section().name());
        found.content().ifPresentOrElse(this::notes, () -> line("  damaged", found.problem()));
    }

    private void notes(ContainerNotes notes) {
        unlessEmpty("  model", notes.modelType());
        notes.context().ifPresent(tokens -> line("  context", tokens + " tokens"));
        unlessEmpty("  starts", tokens(notes.start()));
        unlessEmpty("  stops", tokens(notes.stop()));
        notes.turns().forEach((role, turn) -> line("  " + role, escaped(turn.prefix() + "…" + turn.suffix())));
        notes.templateLength().ifPresent(characters -> line("  template", "in Jinja, " + characters + " characters"));
        unlessEmpty("  runtime", notes.leastRuntime());
    }

    private static String tokens(List<String> tokens) {
        String shown =
                tokens.stream().limit(SHOWN_TOKENS).map(ContainerTable::escaped).collect(Collectors.joining(", "));
        return tokens.size() > SHOWN_TOKENS ? shown + ", …" : shown;
    }

    private static String escaped(String text) {
        return text.replace("\n", "\\n");
    }

    private void model(ModelView view) {
        Section section = view.graph().section();
        heading("MODEL in section " + section.name());
        view.graph()
                .content()
                .ifPresentOrElse(
                        this::graph, () -> line("  damaged", view.graph().problem()));
        if (view.graph().content().isPresent()) {
            view.inspection()
                    .content()
                    .ifPresentOrElse(
                            inspection -> InspectionTable.print(inspection, out),
                            () -> line("  not tried", view.inspection().problem()));
        }
    }

    private void graph(ContainerGraph graph) {
        String prefills = graph.prefills().stream().map(String::valueOf).collect(Collectors.joining(", "));
        line("  prefill", prefills.isEmpty() ? "no signature" : prefills + " tokens at once");
        line("  decode", graph.decodes() ? "a token" : "no signature");
        graph.cache()
                .ifPresent(form -> line(
                        "  cache",
                        (graph.cacheLength().isPresent()
                                        ? "fixed length " + graph.cacheLength().getAsInt() + ", "
                                        : "")
                                + "the first layer's keys " + form));
        line("  custom", graph.custom().isEmpty() ? "no operators" : String.join(", ", graph.custom()));
    }

    private void unlessEmpty(String what, String said) {
        if (!said.isEmpty()) {
            line(what, said);
        }
    }

    private void heading(String text) {
        out.println();
        print(text);
    }

    private void line(String what, String said) {
        print(String.format(Locale.ROOT, "%-11s %s", what, said).stripTrailing());
    }

    /// Everything in such a file is whatever somebody wrote there.
    private void print(String line) {
        out.println(Printable.line(line));
    }
}
