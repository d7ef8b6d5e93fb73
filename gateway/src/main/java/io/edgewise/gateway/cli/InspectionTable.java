// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.cli.Inspection.DelegateView;
import io.edgewise.gateway.cli.Inspection.Described;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.bundle.GeneratorDescriptor.DecoderEntry;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelContents.Entry;
import io.edgewise.inference.tflite.ModelContents.Graph;
import io.edgewise.inference.tflite.ModelContents.Signature;
import io.edgewise.inference.tflite.ModelContents.Weights;
import io.edgewise.inference.tflite.PlanReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes an inspection for people.
final class InspectionTable {
    private static final double PERCENT = 100;
    private static final int SHOWN_WEIGHTS = 12;
    private static final int SHOWN_ALIKE = 4;
    private static final Pattern NUMBER = Pattern.compile("[0-9]+$");

    private final Inspection inspection;
    private final Page page;

    private InspectionTable(Inspection inspection, PrintWriter out) {
        this.inspection = inspection;
        this.page = new Page(out);
    }

    static void print(Inspection inspection, PrintWriter out) {
        InspectionTable table = new InspectionTable(inspection, out);
        inspection.bundle().ifPresent(table::bundle);
        table.entries();
        table.said();
        table.operators();
        table.delegates();
        table.weights();
        table.sizes();
    }

    private void bundle(Described bundle) {
        switch (bundle) {
            case Described.Reader reader -> reader(reader.descriptor());
            case Described.Writer writer -> writer(writer.descriptor());
        }
    }

    private void head(String id, String task, String description) {
        page.line("bundle", id + ", " + task);
        if (!description.isEmpty()) {
            page.line("", description);
        }
        page.line(
                "signed",
                inspection.signed() ? "yes; edgewise bundle verify --key PUB says whether by that key" : "no");
    }

    private void writer(GeneratorDescriptor bundle) {
        head(bundle.id(), GeneratorDescriptor.TASK, bundle.description());
        DecoderEntry model = bundle.model();
        page.line("tokenizer", bundle.tokenizer().file() + ", " + model.vocabularySize() + " rows");
        page.line("context", model.context() + " tokens of a text with its answer");
        if (model.window() > 0) {
            page.line("", "layers with a sliding window look back " + model.window());
        }
        page.line("begin", escaped(bundle.chat().begin()));
        turn("system", bundle.chat().system());
        turn("user", bundle.chat().user());
        turn("answer", bundle.chat().assistant());
        page.line("stop", String.join(", ", bundle.stop()));
        page.line(
                "golden",
                String.format(
                        Locale.ROOT,
                        "%s, at most %.3f nats from what the weights say in float32",
                        bundle.golden().file(),
                        bundle.golden().divergence()));
        page.heading("MODEL " + model.file());
    }

    private void turn(String who, Turn turn) {
        page.line(who, escaped(turn.prefix() + "…" + turn.suffix()));
    }

    private static String escaped(String text) {
        return text.replace("\n", "\\n");
    }

    private void reader(BundleDescriptor bundle) {
        head(bundle.id(), bundle.task().name().toLowerCase(Locale.ROOT), bundle.description());
        page.line(
                "tokenizer",
                bundle.tokenizer().file() + ", " + bundle.model().vocabularySize() + " rows, windows of "
                        + bundle.window().tokens() + " tokens");
        page.line("form", InspectionJson.form(bundle.model()));
        if (bundle.model() instanceof ModelEntry.Sequence sequence) {
            sequence.inputs().forEach((role, tensor) -> page.line("  " + Choice.name(role), tensor));
        }
        for (Head head : bundle.heads()) {
            String meaning = head instanceof Head.Vector ? " numbers" : " labels: " + some(head.labels());
            String activation = Choice.name(head.output().activation());
            page.line("head", head.name() + ", " + head.kind() + ", " + activation + ", " + head.width() + meaning);
        }
        page.heading("MODEL " + bundle.model().file());
    }

    private static String some(List<String> labels) {
        int shown = 8;
        return labels.size() <= shown ? String.join(", ", labels) : String.join(", ", labels.subList(0, shown)) + ", …";
    }

    private void entries() {
        ModelContents contents = inspection.contents();
        for (Signature signature : contents.signatures()) {
            page.line("signature", signature.key());
            named("  in", signature.inputs());
            named("  out", signature.outputs());
        }
        if (contents.signatures().isEmpty()) {
            Graph graph = contents.graphs().getFirst();
            page.line("signatures", "none: inputs and outputs go by position");
            positions("  in", graph.inputs());
            positions("  out", graph.outputs());
        }
        if (!contents.metadata().isEmpty()) {
            page.line("metadata", String.join(", ", contents.metadata()));
        }
    }

    /// Rows of a cache, one pair for each layer, are told in two lines.
    private void named(String kind, Map<String, Entry> entries) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        entries.forEach((name, entry) -> alike.computeIfAbsent(
                        NUMBER.matcher(name).replaceAll("") + "  " + entry.form(), key -> new ArrayList<>())
                .add(name));
        alike.forEach((key, names) -> {
            String form = Objects.requireNonNull(entries.get(names.getFirst())).form();
            if (names.size() > SHOWN_ALIKE) {
                page.line(kind, names.getFirst() + " to " + names.getLast() + ", " + names.size() + " of  " + form);
            } else {
                names.forEach(name -> page.line(kind, name + "  " + form));
            }
        });
    }

    private void said() {
        List<MetadataTable.Line> lines = MetadataTable.of(inspection.said());
        if (!lines.isEmpty()) {
            page.heading("WHAT THE MODEL SAYS OF ITSELF");
            lines.forEach(line -> page.line("  " + line.what(), line.said()));
        }
    }

    private void positions(String kind, List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            page.line(
                    kind,
                    i + "  " + entries.get(i).name() + "  " + entries.get(i).form());
        }
    }

    private void operators() {
        Map<String, Integer> all = new TreeMap<>();
        inspection
                .contents()
                .graphs()
                .forEach(graph -> graph.operators().forEach((name, count) -> all.merge(name, count, Integer::sum)));
        page.heading("OPERATORS");
        all.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> page.print(String.format(Locale.ROOT, "  %5d  %s", e.getValue(), e.getKey())));
    }

    private void delegates() {
        page.heading("DELEGATES ON THIS BOARD");
        for (DelegateView view : inspection.delegates()) {
            if (view.plan().isEmpty()) {
                page.line("  " + view.label(), "refused: " + view.refusal());
                continue;
            }
            PlanReport plan = view.plan().get();
            page.line(
                    "  " + view.label(),
                    plan.delegatedNodes() + " of " + plan.model().nodes() + " nodes; left to"
                            + " TensorFlow Lite's own kernels: "
                            + (view.left().isEmpty() ? "none" : new TreeMap<>(view.left()))
                            + lacking(view));
        }
    }

    /// Operators of others that are left over have no kernel anywhere.
    private String lacking(DelegateView view) {
        String names = inspection.contents().graphs().stream()
                .flatMap(graph -> graph.customOperators().stream())
                .filter(view.left()::containsKey)
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ", of which none is for " + names;
    }

    private void weights() {
        List<Weights> weights = inspection.contents().weights();
        page.heading("WEIGHTS BY PART");
        weights.stream().limit(SHOWN_WEIGHTS).forEach(this::weights);
        long rest =
                weights.stream().skip(SHOWN_WEIGHTS).mapToLong(Weights::bytes).sum();
        if (rest > 0) {
            part(rest, weights.size() - SHOWN_WEIGHTS + " more kinds");
        }
    }

    private void weights(Weights weights) {
        String times = weights.count() == 1 ? "" : weights.count() + " x ";
        String head =
                weights.onlyFor().map(output -> ", for " + output + " alone").orElse("");
        part(weights.bytes(), weights.operator() + "  " + times + weights.form() + head);
    }

    private void part(long bytes, String what) {
        page.print(String.format(
                Locale.ROOT,
                "  %,14d bytes %6.1f %%  %s",
                bytes,
                PERCENT * bytes / inspection.contents().bytes(),
                what));
    }

    private void sizes() {
        ModelContents contents = inspection.contents();
        page.heading("SIZE");
        contents.weightBytes().forEach((type, bytes) -> size("weights " + type, bytes));
        size("everything else", contents.otherBytes());
        size("together", contents.bytes());
    }

    private void size(String part, long bytes) {
        double share = PERCENT * bytes / inspection.contents().bytes();
        page.print(String.format(Locale.ROOT, "  %-18s %,14d bytes %6.1f %%", part, bytes, share));
    }
}
