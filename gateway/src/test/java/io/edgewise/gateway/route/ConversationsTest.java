// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.StepConfiguration.Generate.Conversation;
import io.edgewise.inference.generation.Message;
import io.edgewise.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationsTest {
    private final ManualClock clock = new ManualClock();
    private final Conversations conversations =
            new Conversations(new Conversation(2, Duration.ofMinutes(10)), clock::nanos, 40);
    private final List<String> begun = new ArrayList<>();

    private void say(String name, String question, String answer) {
        conversations.add(name, Message.user(question), Message.assistant(answer));
    }

    private List<String> past(String name) {
        return conversations.past(name).stream().map(Message::text).toList();
    }

    @Test
    void theLastQuestionsAreKnownWithTheirAnswers() {
        say("a", "1?", "one");
        say("b", "x?", "other");
        say("a", "2?", "two");
        say("a", "3?", "three");

        assertThat(past("a")).containsExactly("2?", "two", "3?", "three");
        assertThat(conversations.past("a"))
                .extracting(Message::role)
                .containsExactly(Message.Role.USER, Message.Role.ASSISTANT, Message.Role.USER, Message.Role.ASSISTANT);
        assertThat(past("b")).containsExactly("x?", "other");
        assertThat(past("c")).isEmpty();
    }

    @Test
    void aConversationExpiresAfterItsLastMessage() {
        say("a", "1?", "one");
        clock.advance(Duration.ofMinutes(9));
        say("a", "2?", "two");
        clock.advance(Duration.ofMinutes(9));
        assertThat(past("a")).hasSize(4);

        clock.advance(Duration.ofMinutes(1));
        assertThat(past("a")).isEmpty();
    }

    @Test
    void theOneThatRestedLongestGivesWayToOthers() {
        say("a", "12345", "12345");
        say("b", "1234567890", "1234567890");
        say("a", "1", "2"); // so that b rested longer
        say("c", "12345", "12345");

        assertThat(past("b")).isEmpty();
        assertThat(past("a")).hasSize(4);
        assertThat(past("c")).hasSize(2);
    }

    @Test
    void whatIsTooLongToRememberIsNotRemembered() {
        say("a", "x".repeat(50), "y");
        say("b", "x".repeat(20), "y".repeat(20));

        assertThat(past("a")).isEmpty();
        assertThat(past("b")).hasSize(2);
    }

    @Test
    void aConversationIsForgotten() {
        say("a", "1?", "one");
        say("b", "1?", "one");
        conversations.forget("a");
        conversations.forget("nobody");

        assertThat(past("a")).isEmpty();
        assertThat(past("b")).hasSize(2);
    }

    /// Its answer was made of what is to be forgotten.
    @Test
    void anAnswerThatIsBeingWrittenIsForgottenToo() {
        conversations.begin("a", () -> begun.add("a1"));
        conversations.begin("a", () -> begun.add("a2"));
        conversations.forget("a");
        say("a", "1?", "one");
        conversations.ended("a");
        assertThat(past("a")).isEmpty();

        say("a", "2?", "two");
        assertThat(past("a")).containsExactly("2?", "two");
    }

    @Test
    void messagesOfOneConversationAreAnsweredOneByOne() {
        for (String message : List.of("a1", "a2", "b1", "a3")) {
            conversations.begin(message.substring(0, 1), () -> begun.add(message));
        }
        assertThat(begun).containsExactly("a1", "b1");

        conversations.ended("a");
        assertThat(begun).containsExactly("a1", "b1", "a2");
        conversations.ended("a");
        conversations.ended("a");
        conversations.begin("a", () -> begun.add("a4"));
        assertThat(begun).containsExactly("a1", "b1", "a2", "a3", "a4");
    }

    /// As when the generator is closed and refuses all that wait.
    @Test
    void manyThatEndWhileTheyAreBegunNeedNoStackWithoutEnd() {
        conversations.begin("a", () -> begun.add("first"));
        for (int i = 0; i < 100_000; i++) {
            conversations.begin("a", () -> {
                begun.add("more");
                conversations.ended("a");
            });
        }
        conversations.ended("a");
        assertThat(begun).hasSize(100_001);

        conversations.begin("a", () -> begun.add("last"));
        assertThat(begun).last().isEqualTo("last");
    }
}
