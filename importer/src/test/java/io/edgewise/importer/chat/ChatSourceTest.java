// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.importer.checkpoint.CheckpointFolder;
import io.edgewise.inference.wrap.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatSourceTest {
    @TempDir
    Path folder;

    private final Findings findings = new Findings();

    private Optional<ChatSource> find() {
        CheckpointFolder files = new CheckpointFolder(folder, findings);
        return ChatSource.find(files, files.configuration(ChatSource.CONFIGURATION), findings);
    }

    private void configuration(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), json);
    }

    @Test
    void aTemplateStandsInTheConfiguration() throws IOException {
        configuration("{\"chat_template\": \"{{ a }}\", \"bos_token\": \"<s>\", \"eos_token\": null}");

        assertThat(find()).contains(new ChatSource("tokenizer_config.json: chat_template", "{{ a }}", "<s>", ""));
    }

    @Test
    void aFileOfItsOwnComesFirst() throws IOException {
        configuration(
                "{\"chat_template\": \"{{ a }}\", \"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"</s>\"}");
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ b }}");

        assertThat(find()).contains(new ChatSource("chat_template.jinja", "{{ b }}", "<s>", "</s>"));
    }

    @Test
    void ofSeveralTheDefaultIsTaken() throws IOException {
        configuration("{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"t\"},"
                + " {\"name\": \"default\", \"template\": \"d\"}]}");

        assertThat(find().orElseThrow().template()).isEqualTo("d");

        configuration("{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"t\"}]}");

        assertThat(find()).isEmpty();
        assertThat(findings.problems())
                .containsExactly("tokenizer_config.json: chat_template has several templates, and none with the name"
                        + " \"default\"");
    }

    @Test
    void whereThereIsNoneThereIsNoProblem() throws IOException {
        assertThat(find()).isEmpty();
        configuration("{}");
        assertThat(find()).isEmpty();
        assertThat(findings.problems()).isEmpty();
    }

    @Test
    void aFileThatIsNoTextIsAProblem() throws IOException {
        Files.write(folder.resolve("chat_template.jinja"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(find()).isEmpty();
        assertThat(findings.problems()).hasSize(1);
        assertThat(findings.problems().getFirst()).startsWith("chat_template.jinja can't be read as UTF-8");
    }
}
