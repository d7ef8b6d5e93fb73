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
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes the inspection of a container for people.
final class ContainerTable {
    private static final int SHOWN_SECTIONS = 40;
    private static final int SHOWN_TOKENS = 12;

    private final PrintWriter out;
    private final Page page;

    private ContainerTable(PrintWriter out) {
        this.out = out;
        this.page = new Page(out);
    }

    static void print(ContainerInspection inspection, PrintWriter out) {
        ContainerTable table = new ContainerTable(out);
        table.container(inspection.container());
        inspection.tokenizers().forEach(table::tokenizer);
        inspection.notes().forEach(table::notes);
        inspection.models().forEach(table::model);
        table.page.heading("It is not run: edgewise bundle import says why, and what to do");
    }

    private void container(Container container) {
        page.line("container", container.title());
        container.says().forEach((key, value) -> page.line("  " + key, value));
        page.heading("SECTIONS");
        List<Section> sections = container.sections();
        sections.stream().limit(SHOWN_SECTIONS).forEach(this::section);
        if (sections.size() > SHOWN_SECTIONS) {
            page.print("  " + (sections.size() - SHOWN_SECTIONS) + " more");
        }
        if (sections.isEmpty()) {
            page.print("  none");
        }
    }

    private void section(Section section) {
        String items = section.items().entrySet().stream()
                .map(item -> ", " + item.getKey() + " " + item.getValue())
                .collect(Collectors.joining());
        page.print(String.format(
                Locale.ROOT,
                "  %,14d bytes  %s  %s%s",
                section.bytes(),
                section.name(),
                section.kind().words(),
                items));
    }

    private void tokenizer(Found<ContainerTokenizer> found) {
        page.heading("TOKENIZER in section " + found.section().name());
        found.content()
                .ifPresentOrElse(
                        tokenizer -> page.line(
                                "  kind",
                                String.format(
                                        Locale.ROOT,
                                        "%s, %s of %,d bytes",
                                        Choice.name(tokenizer.kind()),
                                        found.section().kind().words(),
                                        tokenizer.bytes())),
                        () -> page.line("  damaged", found.problem()));
    }

    private void notes(Found<ContainerNotes> found) {
        page.heading("WHAT IT SAYS OF ITS MODEL in section " + found.section().name());
        found.content().ifPresentOrElse(this::notes, () -> page.line("  damaged", found.problem()));
    }

    private void notes(ContainerNotes notes) {
        unlessEmpty("  model", notes.modelType());
        notes.context().ifPresent(tokens -> page.line("  context", tokens + " tokens"));
        unlessEmpty("  starts", tokens(notes.start()));
        unlessEmpty("  stops", tokens(notes.stop()));
        notes.turns().forEach((role, turn) -> page.line("  " + role, escaped(turn.prefix() + "…" + turn.suffix())));
        notes.templateLength()
                .ifPresent(characters -> page.line("  template", "in Jinja, " + characters + " characters"));
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
        page.heading("MODEL in section " + section.name());
        view.graph()
                .content()
                .ifPresentOrElse(
                        this::graph, () -> page.line("  damaged", view.graph().problem()));
        if (view.graph().content().isPresent()) {
            view.inspection()
                    .content()
                    .ifPresentOrElse(
                            inspection -> InspectionTable.print(inspection, out),
                            () -> page.line("  not tried", view.inspection().problem()));
        }
    }

    private void graph(ContainerGraph graph) {
        String prefills = graph.prefills().stream().map(String::valueOf).collect(Collectors.joining(", "));
        page.line("  prefill", prefills.isEmpty() ? "no signature" : prefills + " tokens at once");
        page.line("  decode", graph.decodes() ? "a token" : "no signature");
        graph.cache()
                .ifPresent(form -> page.line(
                        "  cache",
                        (graph.cacheLength().isPresent()
                                        ? "fixed length " + graph.cacheLength().getAsInt() + ", "
                                        : "")
                                + "the first layer's keys " + form));
        page.line("  custom", graph.custom().isEmpty() ? "no operators" : String.join(", ", graph.custom()));
    }

    private void unlessEmpty(String what, String said) {
        if (!said.isEmpty()) {
            page.line(what, said);
        }
    }
}
