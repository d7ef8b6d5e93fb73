// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import io.edgewise.inference.rule.RuleException.RuleProblem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file of a site's own: UTF-8, an entry on each line; blank lines and those that begin with `#` are for
/// people. Immutable.
record RuleFile(Path path, List<Line> lines) {
    /// Far above any list that people keep; more is another file by mistake.
    private static final long LARGEST_BYTES = 16 << 20;

    /// @param number counted from 1
    record Line(int number, String text) {}

    /// @param problems takes what is wrong
    /// @param what stands on a line, for a sentence
    static Optional<RuleFile> read(Path path, String what, List<RuleProblem> problems) {
        try {
            if (Files.isDirectory(path)) {
                return refused(path, "is a folder, expected a file", problems);
            }
            if (Files.size(path) > LARGEST_BYTES) {
                return refused(path, "has " + Files.size(path) + " bytes, the limit is " + LARGEST_BYTES, problems);
            }
            RuleFile file = new RuleFile(path, lines(Files.readString(path)));
            return file.lines().isEmpty() ? refused(path, "is empty: write " + what, problems) : Optional.of(file);
        } catch (NoSuchFileException e) {
            return refused(path, "is not there", problems);
        } catch (CharacterCodingException e) {
            return refused(path, "is not UTF-8: save it in that encoding", problems);
        } catch (AccessDeniedException e) {
            return refused(path, "can't be read by this user", problems);
        } catch (IOException e) {
            return refused(path, "can't be read: " + e.getMessage(), problems);
        }
    }

    private static Optional<RuleFile> refused(Path path, String message, List<RuleProblem> problems) {
        problems.add(new RuleProblem(path, 0, message));
        return Optional.empty();
    }

    private static List<Line> lines(String content) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        // Editors of Windows put a byte order mark first.
        for (String line : content.replaceFirst("^\uFEFF", "").lines().toList()) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                lines.add(new Line(number, text));
            }
        }
        return List.copyOf(lines);
    }
}
