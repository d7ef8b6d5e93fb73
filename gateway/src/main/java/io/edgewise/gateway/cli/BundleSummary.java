// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/// What a command that made a bundle tells of it. Immutable.
///
/// @param directory where it is
/// @param form what to say behind the task, with a comma in front, or nothing
/// @param goldenTexts how many golden tests were recorded
/// @param kernels what they were recorded on
/// @param agreements how near each head is to float32; empty where there is nothing to compare with
/// @param notes what was concluded, or is to be looked at
record BundleSummary(
        Path directory,
        BundleDescriptor bundle,
        String form,
        int goldenTexts,
        String kernels,
        List<String> agreements,
        List<String> notes) {
    private static final int MOST_LABELS = 12;

    void print(PrintWriter out) {
        line(out, directory + ": " + bundle.id() + ", " + Choice.name(bundle.task()) + form);
        line(
                out,
                "  tokenizer  " + Choice.name(bundle.tokenizer().kind()) + ", windows of "
                        + bundle.window().tokens() + " tokens");
        bundle.heads().forEach(head -> line(out, "  says       " + said(head)));
        line(out, "  licence    " + bundle.licence());
        line(out, "  golden     " + goldenTexts + " texts, recorded from the model itself on " + kernels);
        agreements.forEach(agreement -> line(out, "  float32    " + agreement));
        notes.forEach(note -> line(out, "  note       " + note));
        line(out, "try it: edgewise ask --bundle " + directory + " TEXT");
        out.flush();
    }

    /// Of fields the types, which are what an answer has; of many labels the first ones.
    static String said(Head head) {
        List<String> labels = head instanceof Head.Spans spans ? spans.fieldTypes() : head.labels();
        if (labels.isEmpty()) {
            return head.name() + ": " + head.width() + " numbers";
        }
        String what = head instanceof Head.Spans ? "fields" : "labels";
        return labels.size() <= MOST_LABELS
                ? head.name() + ": " + labels
                : "%s: %d %s, %s …"
                        .formatted(head.name(), labels.size(), what, String.join(", ", labels.subList(0, MOST_LABELS)));
    }

    /// Labels, licence and names are what stands in files of others: no control character of theirs reaches a terminal.
    private static void line(PrintWriter out, String text) {
        out.println(Printable.line(text));
    }
}
