// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The table of public models in `docs/models.md`.
final class ModelsPage {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern VOCABULARY = Pattern.compile("vocab `([^`]+)`");
    private static final Pattern LABELS = Pattern.compile("labels ([\\w, ]+)");
    private static final Pattern BUNDLE = Pattern.compile("the bundle `([^`]+)`");
    private static final String REFUSED = "refused: ";

    private ModelsPage() {}

    /// One model and what the page claims of it.
    ///
    /// @param file below the folder of models
    /// @param claim `classification, regex, 20 tokens`, or `refused: ` and pieces of the sentence
    /// @param with what has to be given
    record Row(String file, String claim, String with) {
        boolean isRefused() {
            return claim.startsWith(REFUSED);
        }

        /// What the sentence must have in it.
        List<String> sentence() {
            return CODE.matcher(claim).results().map(found -> found.group(1)).toList();
        }

        Optional<String> vocabulary() {
            return found(VOCABULARY);
        }

        Optional<List<String>> labels() {
            return found(LABELS).map(labels -> List.of(labels.strip().split(", ")));
        }

        /// A bundle that ships.
        Optional<String> bundle() {
            return found(BUNDLE);
        }

        private Optional<String> found(Pattern pattern) {
            return pattern.matcher(with)
                    .results()
                    .map((MatchResult m) -> m.group(1))
                    .findFirst();
        }
    }

    static String text() {
        try {
            return Files.readString(ProjectRoot.path("docs/models.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Row> rows() {
        return text().lines()
                .filter(line -> line.matches("\\| `[^`]+\\.tflite` \\|.*"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> new Row(cells[1].strip().replace("`", ""), cells[4].strip(), cells[5].strip()))
                .toList();
    }
}
