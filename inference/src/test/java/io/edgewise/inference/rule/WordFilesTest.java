// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgewise.inference.rule.RuleException.RuleProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aLineIsATermAndCommentsAreForPeople() throws IOException {
        Path file = write("block.txt", "\uFEFF# our words\r\n\r\n  idiot\nc#\r\nIDIOT\n");

        assertThat(WordFiles.read(Map.of(WordList.BLOCK, List.of(file))))
                .extracting(Term::written)
                .containsExactlyInAnyOrder("idiot", "c#");
    }

    @Test
    void everythingThatIsWrongIsToldWithFileAndLine() throws IOException {
        Path block = write("block.txt", "idiot\n-- ?!\n" + "a".repeat(65) + "\nkill  you\n");
        Path allow = write("allow.txt", "# harmless\nKill-You\n");
        Path empty = write("empty.txt", "# nothing yet\n");
        Path latin = Files.write(folder.resolve("latin.txt"), "schwül".getBytes(StandardCharsets.ISO_8859_1));
        Path missing = folder.resolve("missing.txt");

        assertThat(problems(Map.of(
                        WordList.BLOCK, List.of(block),
                        WordList.REVIEW, List.of(empty, latin, missing, folder),
                        WordList.ALLOW, List.of(allow))))
                .containsExactly(
                        block + ", line 2: \"-- ?!\" has neither a letter nor a digit: it would never be found",
                        block + ", line 3: \"" + "a".repeat(32) + "…\" has 65 characters, the limit is 64",
                        empty + " is empty: write one term on each line",
                        latin + " is not UTF-8: save it in that encoding",
                        missing + " is not there",
                        folder + " is a folder, expected a file",
                        allow + ", line 2: \"Kill-You\" is also a term to block (" + block
                                + ", line 4): take one of them out");
    }

    @Test
    void withoutFilesThereAreNoTerms() {
        assertThat(WordLists.read(Map.of()).isEmpty()).isTrue();
    }

    private static List<String> problems(Map<WordList, List<Path>> files) {
        return catchThrowableOfType(RuleException.class, () -> WordLists.read(files)).problems().stream()
                .map(RuleProblem::toString)
                .toList();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
