// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// What a generator is asked, and what of it may be left out where the context has no room. Immutable.
///
/// @param start what is always said: what it is to do, and examples
/// @param past what was said before in this conversation, a question and its answer in turn; the oldest are
/// left out first
/// @param question makes what is asked of the text
/// @param text that is asked about; values are taken from it, where a grammar asks for that
/// @param mayCut whether the text may lose its end when there is no room for it
public record Prompt(
        List<Message> start, List<Message> past, UnaryOperator<String> question, String text, boolean mayCut) {
    public Prompt {
        start = List.copyOf(start);
        past = List.copyOf(past);
        if (past.size() % 2 != 0) {
            throw new IllegalArgumentException("what was said before has " + past.size()
                    + " messages: expected a question and its answer in turn");
        }
    }

    /// A conversation of which nothing may be left out.
    ///
    /// @param messages at least one; the last one is to be answered
    /// @param source the text that values are taken from
    public static Prompt of(List<Message> messages, String source) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a prompt has at least one message");
        }
        Message last = messages.getLast();
        return new Prompt(messages.subList(0, messages.size() - 1), List.of(), text -> last.text(), source, false);
    }

    /// All of it, as a conversation.
    public List<Message> messages() {
        return messages(0, text.length());
    }

    /// @param leftOut how many of the oldest questions are left out, with their answers
    /// @param characters UTF-16 units of the text that are kept
    List<Message> messages(int leftOut, int characters) {
        List<Message> messages = new ArrayList<>(start);
        messages.addAll(past.subList(2 * leftOut, past.size()));
        messages.add(Message.user(question.apply(text.substring(0, characters))));
        return messages;
    }

    /// How many questions were asked before.
    int asked() {
        return past.size() / 2;
    }
}
