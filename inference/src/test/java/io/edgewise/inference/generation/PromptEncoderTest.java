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

    @Test
    void aStartEndsWhereTheQuestionBegins() {
        int[] ids = encoder(IN_USER).encodeStart(List.of(Message.system("be brief")));

        assertThat(letters.text(ids)).isEqualTo("{bos}{turn}u be brief\n\n");
    }

    @Test
    void aConversationBeginsAsItsStart() {
        ChatTemplate turns = new ChatTemplate(
                "<bos>", new Turn("s ", "<end>"), new Turn("<turn>u ", "<end>"), new Turn("<turn>m ", "<end>"));
        List<Message> start = List.of(Message.system("be brief"));

        assertThat(letters.text(encoder(turns).encodeStart(start))).isEqualTo("{bos}s be brief{end}{turn}u ");
        assertThat(letters.text(encoder(turns).encode(List.of(start.getFirst(), Message.user("why?")))))
                .isEqualTo("{bos}s be brief{end}{turn}u why?{end}{turn}m ");
    }
}
