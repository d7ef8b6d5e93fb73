// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.generation.Message.Role;
import io.edgewise.inference.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;

/// A conversation as a model reads it: what is said, and what the template says around it. Immutable.
///
/// @param parts in their order
public record ChatScript(List<Part> parts) {
    public ChatScript {
        parts = List.copyOf(parts);
    }

    /// A piece of it.
    ///
    /// @param marked whether it is the template's, in which names of control pieces mean them
    public record Part(String text, boolean marked) {}

    /// A conversation up to where the model goes on.
    public static ChatScript of(ChatTemplate template, List<Message> messages) {
        Writing writing = new Writing(template);
        writing.add(messages);
        writing.endSystem();
        writing.marked(template.assistant().prefix());
        return new ChatScript(writing.parts);
    }

    /// All of it as one text.
    public String text() {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text()));
        return text.toString();
    }

    private static final class Writing {
        private final ChatTemplate template;
        private final List<Part> parts = new ArrayList<>();
        /// Whether a user turn was begun for what the operator says, and nothing was asked in it yet.
        private boolean inUser;

        Writing(ChatTemplate template) {
            this.template = template;
            marked(template.begin());
        }

        void add(List<Message> messages) {
            messages.forEach(message -> add(message.role(), message.text()));
        }

        private void add(Role role, String said) {
            switch (role) {
                case SYSTEM -> {
                    if (template.systemInUser()) {
                        beginUser();
                    }
                    turn(template.system(), said);
                }
                case USER -> {
                    beginUser();
                    said(template.user(), said);
                    endUser();
                }
                case ASSISTANT -> {
                    endSystem();
                    turn(template.assistant(), said);
                }
            }
        }

        private void beginUser() {
            if (!inUser) {
                marked(template.user().prefix());
            }
            inUser = true;
        }

        private void endUser() {
            marked(template.user().suffix());
            inUser = false;
        }

        /// What the operator said must not be lost where no question follows it.
        void endSystem() {
            if (inUser) {
                endUser();
            }
        }

        private void turn(Turn turn, String said) {
            marked(turn.prefix());
            said(turn, said);
            marked(turn.suffix());
        }

        private void said(Turn turn, String said) {
            parts.add(new Part(turn.trimmed() ? WhiteSpace.trim(said) : said, false));
        }

        void marked(String text) {
            parts.add(new Part(text, true));
        }
    }
}
