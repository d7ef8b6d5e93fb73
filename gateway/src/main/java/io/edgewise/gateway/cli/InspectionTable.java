// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.cli.Inspection.DelegateView;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.ModelEntry;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Printable;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelContents.Entry;
import io.edgewise.inference.tflite.ModelContents.Graph;
import io.edgewise.inference.tflite.ModelContents.Signature;
import io.edgewise.inference.tflite.ModelContents.Weights;
import io.edgewise.inference.tflite.PlanReport;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Writes an inspection for people.
final class InspectionTable {
    private static final double PERCENT = 100;
    private static final int SHOWN_WEIGHTS = 12;

    private final Inspection inspection;
    private final PrintWriter out;

    private InspectionTable(Inspection inspection, PrintWriter out) {
        this.inspection = inspection;
        this.out = out;
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

    private void bundle(BundleDescriptor bundle) {
        line("bundle", bundle.id() + ", " + bundle.task().name().toLowerCase(Locale.ROOT));
        line("", bundle.description());
        line("signed", inspection.signed() ? "yes; edgewise bundle verify --key PUB says whether by that key" : "no");
        line(
                "tokenizer",
                bundle.tokenizer().file() + ", " + bundle.model().vocabularySize() + " rows, windows of "
                        + bundle.window().tokens() + " tokens");
        line("form", InspectionJson.form(bundle.model()));
        if (bundle.model() instanceof ModelEntry.Sequence sequence) {
            sequence.inputs().forEach((role, tensor) -> line("  " + Choice.name(role), tensor));
        }
        for (Head head : bundle.heads()) {
            String meaning = head instanceof Head.Vector ? " numbers" : " labels: " + some(head.labels());
            String activation = Choice.name(head.output().activation());
            line("head", head.name() + ", " + head.kind() + ", " + activation + ", " + head.width() + meaning);
        }
        heading("MODEL " + bundle.model().file());
    }

    private static String some(List<String> labels) {
        int shown = 8;
        return labels.size() <= shown ? String.join(", ", labels) : String.join(", ", labels.subList(0, shown)) + ", …";
    }

    private void entries() {
        ModelContents contents = inspection.contents();
        for (Signature signature : contents.signatures()) {
            line("signature", signature.key());
            signature.inputs().forEach((name, entry) -> line("  in", name + "  " + entry.form()));
            signature.outputs().forEach((name, entry) -> line("  out", name + "  " + entry.form()));
        }
        if (contents.signatures().isEmpty()) {
            Graph graph = contents.graphs().getFirst();
            line("signatures", "none: inputs and outputs go by position");
            positions("  in", graph.inputs());
            positions("  out", graph.outputs());
        }
        if (!contents.metadata().isEmpty()) {
            line("metadata", String.join(", ", contents.metadata()));
        }
    }

    private void said() {
        List<MetadataTable.Line> lines = MetadataTable.of(inspection.said());
        if (!lines.isEmpty()) {
            heading("WHAT THE MODEL SAYS OF ITSELF");
            lines.forEach(line -> line("  " + line.what(), line.said()));
        }
    }

    private void positions(String kind, List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            line(kind, i + "  " + entries.get(i).name() + "  " + entries.get(i).form());
        }
    }

    private void operators() {
        Map<String, Integer> all = new TreeMap<>();
        inspection
                .contents()
                .graphs()
                .forEach(graph -> graph.operators().forEach((name, count) -> all.merge(name, count, Integer::sum)));
        heading("OPERATORS");
        all.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> print(String.format(Locale.ROOT, "  %5d  %s", e.getValue(), e.getKey())));
    }

    private void delegates() {
        heading("DELEGATES ON THIS BOARD");
        for (DelegateView view : inspection.delegates()) {
            if (view.plan().isEmpty()) {
                line("  " + view.label(), "refused: " + view.refusal());
                continue;
            }
            PlanReport plan = view.plan().get();
            line(
                    "  " + view.label(),
                    plan.delegatedNodes() + " of " + plan.model().nodes() + " nodes; left to"
                            + " TensorFlow Lite's own kernels: "
                            + (view.left().isEmpty() ? "none" : new TreeMap<>(view.left())));
        }
    }

    private void weights() {
        List<Weights> weights = inspection.contents().weights();
        heading("WEIGHTS BY PART");
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
        print(String.format(
                Locale.ROOT,
                "  %,14d bytes %6.1f %%  %s",
                bytes,
                PERCENT * bytes / inspection.contents().bytes(),
                what));
    }

    private void sizes() {
        ModelContents contents = inspection.contents();
        heading("SIZE");
        contents.weightBytes().forEach((type, bytes) -> size("weights " + type, bytes));
        size("everything else", contents.otherBytes());
        size("together", contents.bytes());
    }

    private void size(String part, long bytes) {
        double share = PERCENT * bytes / inspection.contents().bytes();
        print(String.format(Locale.ROOT, "  %-18s %,14d bytes %6.1f %%", part, bytes, share));
    }

    /// Names in a model's file are whatever its converter wrote there.
    private void print(String line) {
        out.println(Printable.line(line));
    }

    private void heading(String text) {
        out.println();
        print(text);
    }

    private void line(String what, String said) {
        print(String.format(Locale.ROOT, "%-11s %s", what, said).stripTrailing());
    }
}
