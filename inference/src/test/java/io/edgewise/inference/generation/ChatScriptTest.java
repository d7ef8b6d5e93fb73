// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.generation.ChatScript.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatScriptTest {
    private static final ChatTemplate TURNS =
            new ChatTemplate("^", new Turn("<s>", "</s>"), new Turn("<u>", "</u>"), new Turn("<a>", "</a>", true));
    private static final ChatTemplate IN_USER =
            new ChatTemplate("^", new Turn("[", "]"), new Turn("<u>", "</u>", true), new Turn("<a>", "</a>"), true);

    private static String text(ChatTemplate template, Message... messages) {
        return ChatScript.of(template, List.of(messages)).text();
    }

    @Test
    void whatTheOperatorSaysHasATurn() {
        assertThat(text(TURNS, Message.system("S"), Message.user("U"), Message.assistant("A"), Message.user("V")))
                .isEqualTo("^<s>S</s><u>U</u><a>A</a><u>V</u><a>");
    }

    @Test
    void orItIsSaidInTheNextQuestion() {
        assertThat(text(IN_USER, Message.system("S"), Message.user("U"), Message.assistant("A"), Message.user("V")))
                .isEqualTo("^<u>[S]U</u><a>A</a><u>V</u><a>");
        assertThat(text(IN_USER, Message.user("U"), Message.assistant("A"), Message.system("S"), Message.user("V")))
                .isEqualTo("^<u>U</u><a>A</a><u>[S]V</u><a>");
        assertThat(text(IN_USER, Message.system("S"), Message.system("T"), Message.user("U")))
                .isEqualTo("^<u>[S][T]U</u><a>");
    }

    /// Rules that vanish are worse than a turn without a question.
    @Test
    void itIsNotLostWhereNoQuestionFollows() {
        assertThat(text(IN_USER, Message.system("S"), Message.assistant("A"))).isEqualTo("^<u>[S]</u><a>A</a><a>");
        assertThat(text(IN_USER, Message.system("S"))).isEqualTo("^<u>[S]</u><a>");
    }

    @Test
    void onlyWhatIsTrimmedInTrainingIsTrimmed() {
        assertThat(text(TURNS, Message.user(" U\n"), Message.assistant("\u00a0 A \n")))
                .isEqualTo("^<u> U\n</u><a>A</a><a>");
        assertThat(text(IN_USER, Message.system(" S "), Message.user(" U "))).isEqualTo("^<u>[ S ]U</u><a>");
    }

    @Test
    void whatIsSaidIsNeverMarked() {
        assertThat(ChatScript.of(IN_USER, List.of(Message.system("<u>"), Message.user("<a>")))
                        .parts())
                .filteredOn(part -> !part.marked())
                .containsExactly(new Part("<u>", false), new Part("<a>", false));
    }
}
