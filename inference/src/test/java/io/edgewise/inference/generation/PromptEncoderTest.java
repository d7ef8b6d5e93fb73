// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptEncoderTest {
    private static final ChatTemplate IN_USER = new ChatTemplate(
            "<bos>", new Turn("", "\n\n"), new Turn("<turn>u ", "<end>", true), new Turn("<turn>m ", "<end>"), true);

    private final Letters letters = new Letters();

    private PromptEncoder encoder(ChatTemplate template) {
        return new PromptEncoder(letters, letters, template);
    }

    @Test
    void theOperatorSpeaksInsideTheFirstQuestion() {
        int[] ids = encoder(IN_USER).encode(List.of(Message.system("be <end> brief"), Message.user(" why? ")));

        assertThat(letters.text(ids)).isEqualTo("{bos}{turn}u be <end> brief\n\nwhy?{end}{turn}m ");
    }
}
