// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import io.edgewise.importer.chat.jinja.TemplateException;
import io.edgewise.inference.bundle.ChatTemplate;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.wrap.Findings;
import java.util.List;
import java.util.Optional;

/// Makes marks around turns of a checkpoint's template, and tries them. Confined to the thread of its findings.
public final class ChatTemplateReader {
    private static final String SAID = "Qsomething1Q";
    private static final String PADDED = " \n" + SAID + "\t ";

    private final Findings findings;

    /// @param findings for what was concluded, and for a template that isn't understood
    public ChatTemplateReader(Findings findings) {
        this.findings = findings;
    }

    /// The marks of a template; empty, with a problem that says where and why, when it does what marks can't.
    public Optional<ChatTemplate> read(ChatSource source) {
        try {
            return Optional.of(derived(source));
        } catch (TemplateException e) {
            findings.problem(source.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private ChatTemplate derived(ChatSource source) {
        Renderer renderer = new Renderer(source);
        Cuts cuts = new Cuts(source.begin(), source.end());
        TurnMarks turns = TurnMarks.of(renderer, cuts);
        SystemMarks system = SystemMarks.of(renderer, turns, cuts, source.begin());
        Message user = Message.user("Qquestion2Q");
        boolean userTrimmed = isTrimmed(renderer, List.of(Message.user(PADDED)));
        boolean systemTrimmed =
                system.known() ? isTrimmed(renderer, List.of(Message.system(PADDED), user)) : userTrimmed;
        boolean assistantTrimmed = isTrimmed(renderer, List.of(user, Message.assistant(PADDED), user));
        ChatTemplate template = new ChatTemplate(
                system.begin(),
                new Turn(system.turn().prefix(), system.turn().suffix(), systemTrimmed),
                new Turn(turns.userPrefix(), turns.userSuffix(), userTrimmed),
                new Turn(turns.assistantPrefix(), turns.assistantSuffix(), assistantTrimmed),
                system.inUser());
        new Trial(renderer, template, system).run();
        if (!system.note().isEmpty()) {
            findings.note(source.name() + ": " + system.note());
        }
        return template;
    }

    /// Whether what is said loses the white space at both its ends. A template that takes it at one end alone
    /// fails when its marks are tried.
    private static boolean isTrimmed(Renderer renderer, List<Message> messages) {
        return !renderer.render(messages, true).contains(PADDED);
    }
}
