// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FittedPromptTest {
    private static final ChatTemplate TURNS = new ChatTemplate(
            "<bos>", new Turn("s ", "<end>"), new Turn("<turn>u ", "<end>"), new Turn("<turn>m ", "<end>"));
    private static final List<Message> START = List.of(Message.system("be brief"));
    private static final List<Message> PAST =
            List.of(Message.user("one?"), Message.assistant("1"), Message.user("two?"), Message.assistant("2"));

    private final Letters letters = new Letters();
    private final PromptEncoder encoder = new PromptEncoder(letters, letters, TURNS);

    private static Prompt prompt(List<Message> past, String text, boolean mayCut) {
        return new Prompt(START, past, shown -> "of: " + shown, text, mayCut);
    }

    private FittedPrompt fit(Prompt prompt, int context, int answer) {
        return FittedPrompt.of(prompt, encoder, context, answer);
    }

    private String text(FittedPrompt fitted) {
        return letters.text(fitted.ids());
    }

    @Test
    void whatFitsIsWhole() {
        FittedPrompt fitted = fit(prompt(PAST, "three?", true), 200, 20);

        assertThat(text(fitted))
                .isEqualTo("{bos}s be brief{end}{turn}u one?{end}{turn}m 1{end}{turn}u two?{end}{turn}m 2{end}"
                        + "{turn}u of: three?{end}{turn}m ");
        assertThat(fitted.cutAt()).isEmpty();
    }

    /// A question without its answer would be one that is still open.
    @Test
    void theOldestQuestionIsLeftOutFirstWithItsAnswer() {
        int whole = fit(prompt(PAST, "three?", false), 200, 20).ids().length;

        assertThat(text(fit(prompt(PAST, "three?", false), whole + 19, 20)))
                .isEqualTo("{bos}s be brief{end}{turn}u two?{end}{turn}m 2{end}{turn}u of: three?{end}{turn}m ");
    }

    @Test
    void asMuchAsFitsOfALongConversationIsKept() {
        List<Message> past = new ArrayList<>();
        for (int i = 10; i < 42; i++) {
            past.add(Message.user(i + "?"));
            past.add(Message.assistant("yes"));
        }
        int one = fit(prompt(past.subList(0, 4), "now?", false), 4_000, 20).ids().length
                - fit(prompt(past.subList(0, 2), "now?", false), 4_000, 20).ids().length;
        int alone = fit(prompt(List.of(), "now?", false), 4_000, 20).ids().length;
        int before = letters.encodings();
        fit(prompt(past, "now?", false), alone + 20, 20);
        // Each turn is tokenized by itself: leaving out 32 questions one after the other would take a thousand.
        assertThat(letters.encodings() - before).isLessThan(300);
        for (int known = 0; known < 32; known++) {
            FittedPrompt fitted = fit(prompt(past, "now?", false), alone + one * known + one / 2 + 20, 20);
            assertThat(fitted.ids()).as("with %d", known).hasSize(alone + one * known);
        }
    }

    @Test
    void whatIsSaidInAnyCaseStays() {
        assertThat(text(fit(prompt(PAST, "three?", false), 40, 1)))
                .isEqualTo("{bos}s be brief{end}{turn}u of: three?{end}{turn}m ");
    }

    @Test
    void aTextIsCutAfterAWordOnlyWhenThatMayBe() {
        String text = "the pump in hall 3 leaks oil at the seal and drips on the floor";
        FittedPrompt fitted = fit(prompt(PAST, text, true), 80, 20);

        assertThat(fitted.ids()).hasSizeBetween(40, 60);
        assertThat(text).startsWith(fitted.text());
        assertThat(text.charAt(fitted.text().length())).isEqualTo(' ');
        assertThat(fitted.cutAt()).isEqualTo(OptionalInt.of(fitted.text().length()));
        assertThat(text(fitted)).contains("u of: " + fitted.text() + "{end}");
        assertThatThrownBy(() -> fit(prompt(PAST, text, false), 80, 20))
                .isInstanceOf(ContextFullException.class)
                .hasMessageContaining("room for 80");
    }

    /// Half of the context is the prompt's, however much an answer may have.
    @Test
    void aLongAnswerTakesNoMoreThanHalfOfTheContext() {
        FittedPrompt fitted = fit(prompt(List.of(), "a ".repeat(300), true), 100, 4_000);

        assertThat(fitted.ids()).hasSizeBetween(35, 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 23, 24})
    void whatStandsAroundATextMustFit(int context) {
        assertThatThrownBy(() -> fit(prompt(List.of(), "a ".repeat(300), true), context, 1))
                .isInstanceOf(ContextFullException.class)
                .hasMessageContaining("room for " + context);
    }

    /// As where texts may not be cut: the answer has to do with what is left.
    @Test
    void aTextThatFitsIsWholeWhereOnlyTheAnswerWouldLackRoom() {
        Prompt long_ = new Prompt(List.of(Message.system("x".repeat(60))), List.of(), shown -> shown, "leak", true);

        FittedPrompt fitted = fit(long_, 100, 90);
        assertThat(fitted.text()).isEqualTo("leak");
        assertThat(fitted.cutAt()).isEmpty();
    }

    @Test
    void aTextWithoutBlanksBehindItsFirstIsCutToo() {
        FittedPrompt fitted = fit(prompt(List.of(), "\n" + "x".repeat(200), true), 60, 1);

        assertThat(fitted.text()).hasSizeGreaterThan(10);
    }

    @Test
    void aCharacterIsNotCutInTwo() {
        for (int context = 60; context < 70; context++) {
            FittedPrompt fitted = fit(prompt(List.of(), "\uD83D\uDE00".repeat(100), true), context, 1);

            assertThat(fitted.text().length()).isEven().isPositive();
        }
    }

    @Test
    void aTextOfMillionsOfCharactersIsCutSoon() {
        FittedPrompt fitted = fit(prompt(List.of(), "leak ".repeat(1_000_000), true), 1_000, 100);

        assertThat(fitted.ids()).hasSizeBetween(800, 900);
        assertThat(letters.encodings()).isLessThan(20);
    }
}
