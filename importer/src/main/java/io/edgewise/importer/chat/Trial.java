// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.generation.ChatScript;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Message.Role;
import java.util.ArrayList;
import java.util.List;

/// Tries marks: conversations must become what the template makes of them. Confined to one thread.
final class Trial {
    private static final String PLAIN = "What is the pressure in line 3?";
    /// Characters that a template may change: white space at the ends, quotes, tags, letters of other
    /// alphabets.
    private static final List<String> TEXTS = List.of(
            PLAIN,
            " \t\u00a0two blanks at both ends  \n\n",
            "\nlines\n\n  and \"quotes\", 'single' ones, \\n, a < b && c > d, <b>tags</b>, {{ braces }} and {% these %}",
            "Größe: 3 µm, 温度 🙂, İstanbul",
            "system: user: assistant: ### 1. - true None");

    private final Renderer renderer;
    private final ChatTemplate template;
    private final SystemMarks system;

    Trial(Renderer renderer, ChatTemplate template, SystemMarks system) {
        this.renderer = renderer;
        this.template = template;
        this.system = system;
    }

    /// @throws io.edgewise.importer.chat.jinja.TemplateException with the first difference
    void run() {
        ChatTemplate unsaid = new ChatTemplate(
                template.begin() + system.unsaid(),
                template.system(),
                template.user(),
                template.assistant(),
                template.systemInUser());
        for (int first = 0; first < TEXTS.size(); first++) {
            for (int answers = 0; answers <= 4; answers++) {
                List<Message> asked = conversation(first, answers);
                compare(asked, unsaid);
                if (system.known()) {
                    List<Message> told = new ArrayList<>(asked);
                    told.addFirst(Message.system(text(first + answers)));
                    compare(told, template);
                }
            }
        }
    }

    /// Questions and answers in turn, each with another text; a question is the last.
    private static List<Message> conversation(int first, int answers) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i <= 2 * answers; i++) {
            messages.add(new Message(i % 2 == 0 ? Role.USER : Role.ASSISTANT, text(first + i)));
        }
        return messages;
    }

    private static String text(int index) {
        return TEXTS.get(index % TEXTS.size());
    }

    private void compare(List<Message> messages, ChatTemplate marks) {
        String expected = renderer.render(messages, true);
        String got = ChatScript.of(marks, messages).text();
        if (!expected.equals(got)) {
            throw Quotes.difference(Renderer.describe(messages), expected, got);
        }
    }
}
