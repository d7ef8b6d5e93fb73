// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.wrap.Findings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates that were damaged at random are read, or refused with a sentence, and nothing else happens.
class ChangedTemplatesTest {
    private static final int CHANGES = 150;
    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "-",
            "'",
            "\"",
            "\\",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ":",
            "|",
            "~",
            "*",
            "%",
            "not ",
            " in ",
            " if x else ",
            "messages",
            "loop",
            "loop.index",
            "range(9999)",
            "|tojson",
            "|join",
            "{% for a in messages %}",
            "{% endfor %}",
            "{% endif %}",
            "{% else %}",
            "{% set messages = [messages] %}",
            "message['content'] * 99999",
            "namespace(a=messages)",
            ".items()",
            "[::-1]",
            "9223372036854775807",
            "\ud83d");

    @ParameterizedTest
    @ValueSource(strings = {"smollm2", "qwen2.5", "qwen3", "llama3", "gemma3", "mistral-v0.1", "zephyr", "llama2"})
    void aDamagedTemplateIsReadOrRefused(String family) {
        String template = Families.template(family);
        Random random = new Random(family.hashCode());
        int refused = 0;
        for (int i = 0; i < CHANGES; i++) {
            String changed = changed(template, random);
            Findings findings = new Findings();
            boolean read = new ChatTemplateReader(findings)
                    .read(new ChatSource("file", changed, "<s>", "</s>"))
                    .isPresent();
            assertThat(findings.hasProblems()).as(changed).isNotEqualTo(read);
            refused += read ? 0 : 1;
        }
        assertThat(refused).isBetween(CHANGES / 4, CHANGES);
    }

    private static String changed(String template, Random random) {
        StringBuilder text = new StringBuilder(template);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(12));
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, piece);
                case 2 -> text.replace(at, end, piece);
                default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            }
            if (text.isEmpty()) {
                text.append(piece);
            }
        }
        return text.toString();
    }
}
