// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import io.edgewise.importer.chat.jinja.JinjaTemplate;
import io.edgewise.importer.chat.jinja.TemplateException;
import io.edgewise.importer.chat.jinja.Value;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Message.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Lets a template write conversations. Thread-safe.
final class Renderer {
    private final JinjaTemplate template;
    private final Map<String, Value> tokens = new HashMap<>();

    Renderer(ChatSource source) {
        this.template = JinjaTemplate.parse(source.template());
        put("bos_token", source.begin());
        put("eos_token", source.end());
    }

    /// One that there isn't is undefined, not empty.
    private void put(String name, String piece) {
        if (!piece.isEmpty()) {
            tokens.put(name, Value.of(piece));
        }
    }

    /// @param answer whether an answer is to come
    String render(List<Message> messages, boolean answer) {
        Map<String, Value> variables = new HashMap<>(tokens);
        variables.put(
                "messages",
                new Value.Listing(messages.stream().map(Renderer::value).toList()));
        variables.put("add_generation_prompt", new Value.Flag(answer));
        variables.put("tools", Value.none());
        variables.put("documents", Value.none());
        return template.render(variables);
    }

    private static Value value(Message message) {
        return new Value.Mapping(Map.of("role", Value.of(name(message.role())), "content", Value.of(message.text())));
    }

    private static String name(Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
        };
    }

    /// Who speaks in a conversation, for a sentence.
    static String describe(List<Message> messages) {
        return messages.stream().map(m -> name(m.role())).collect(Collectors.joining(", ", "a conversation (", ")"));
    }

    /// What stands before, between and behind the messages.
    ///
    /// @return one more than there are messages
    List<String> around(List<Message> messages, boolean answer) {
        String text = render(messages, answer);
        List<String> between = new ArrayList<>();
        int position = 0;
        for (Message message : messages) {
            int at = text.indexOf(message.text(), position);
            if (at < 0 || text.indexOf(message.text()) != text.lastIndexOf(message.text())) {
                throw new TemplateException("the template doesn't say each message once and in order: of "
                        + describe(messages) + ", the text of " + name(message.role()) + " is "
                        + (text.contains(message.text()) ? "said elsewhere or twice" : "left out or changed")
                        + "; such a template isn't understood");
            }
            between.add(text.substring(position, at));
            position = at + message.text().length();
        }
        between.add(text.substring(position));
        return between;
    }
}
