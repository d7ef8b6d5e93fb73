// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The README shows the sources of this package, which are compiled and run; nothing else.
class ReadmeTest {
    private static final Pattern SHOWN = Pattern.compile("(?s)<!-- (\\w+) -->\n+```java\n(.*?)```");
    private static final Pattern REGION = Pattern.compile("(?s)// begin (\\w+)\n(.*?)\n\\s*// end");

    @Test
    void everyPieceOfJavaIsTakenFromASourceThatIsRun() throws IOException {
        Map<String, String> sources = sources();
        String readme = Files.readString(ProjectRoot.path("inference/README.md"));
        List<String> shown = new ArrayList<>();
        for (Matcher m = SHOWN.matcher(readme); m.find(); ) {
            shown.add(m.group(1));
            assertThat(m.group(2).stripTrailing()).as("example %s", m.group(1)).isEqualTo(sources.get(m.group(1)));
        }

        assertThat(shown).containsExactlyInAnyOrderElementsOf(sources.keySet());
        assertThat(readme.split("```java", -1)).hasSize(shown.size() + 1);
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        Path folder = ProjectRoot.path("inference/src/test/java/io/edgewise/inference/example");
        for (String name : List.of("ClassifyText", "RunModel", "Concepts")) {
            String source = Files.readString(folder.resolve(name + ".java"));
            for (Matcher m = REGION.matcher(source); m.find(); ) {
                sources.put(m.group(1), m.group(2).stripIndent());
            }
        }
        return sources;
    }
}
