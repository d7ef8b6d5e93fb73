// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.inference.document.Printable;
import java.io.PrintWriter;
import java.util.Locale;

/// What an inspection writes for people: headings, and lines of what and how. Confined to one thread.
final class Page {
    private final PrintWriter out;

    Page(PrintWriter out) {
        this.out = out;
    }

    void heading(String text) {
        out.println();
        print(text);
    }

    void line(String what, String said) {
        print(String.format(Locale.ROOT, "%-11s %s", what, said).stripTrailing());
    }

    /// Names in a file are whatever somebody wrote there.
    void print(String line) {
        out.println(Printable.line(line));
    }
}
