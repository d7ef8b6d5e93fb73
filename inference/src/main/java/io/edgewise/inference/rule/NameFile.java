// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import io.edgewise.inference.rule.RuleException.RuleProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads the names of a gazetteer. A cell may stand in quotation marks, doubled within them (RFC 4180), on one line: a
/// library for that would be larger than these lines, and names with line breaks are none.
final class NameFile {
    private static final int LONGEST = 128;
    /// No separator: the whole line is a name.
    private static final char NONE = '\n';

    /// A way to write a name.
    ///
    /// @param name what it stands for
    /// @param line where it is said, counted from 1
    record Spelling(String name, String written, int line) {}

    private NameFile() {}

    /// @param problems takes what is wrong
    static List<Spelling> read(Path file, List<RuleProblem> problems) {
        List<Spelling> spellings = new ArrayList<>();
        char separator = separator(file);
        RuleFile.read(file, "a name on each line", problems).ifPresent(lines -> {
            for (RuleFile.Line line : lines.lines()) {
                try {
                    add(cells(line.text(), separator), line.number(), spellings);
                } catch (IllegalArgumentException e) {
                    problems.add(new RuleProblem(file, line.number(), String.valueOf(e.getMessage())));
                }
            }
        });
        return spellings;
    }

    private static char separator(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return ',';
        }
        return name.endsWith(".tsv") ? '\t' : NONE;
    }

    private static void add(List<String> cells, int line, List<Spelling> spellings) {
        String name = cells.getFirst();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the first cell is empty: it is the name, its aliases follow");
        }
        for (String cell : cells) {
            if (cell.length() > LONGEST) {
                throw new IllegalArgumentException("\"" + cell.substring(0, LONGEST / 4) + "…\" has " + cell.length()
                        + " characters, the limit is " + LONGEST);
            }
            if (!cell.isEmpty()) {
                spellings.add(new Spelling(name, cell, line));
            }
        }
    }

    private static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == separator && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else if (separator != NONE
                    && c == '"'
                    && (quoted || cell.toString().isBlank())) {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quotation mark is not closed");
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
