// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import io.edgewise.importer.chat.jinja.TemplateException;
import io.edgewise.inference.generation.Message;
import java.util.List;

/// What stands around questions and answers. Immutable.
///
/// @param head before the first question's own mark: the beginning, and what is said when nobody else says it
record TurnMarks(String head, String userPrefix, String userSuffix, String assistantPrefix, String assistantSuffix) {
    private static final Message ASKED = Message.user("Qquestionone1Q");
    private static final Message ANSWERED = Message.assistant("Qanswerone1Q");
    private static final Message AGAIN = Message.user("Qquestiontwo2Q");

    static TurnMarks of(Renderer renderer, Cuts cuts) {
        List<String> all = renderer.around(List.of(ASKED, ANSWERED, AGAIN), true);
        String toAnswer = all.get(1);
        String toQuestion = all.get(2);
        requireAnswersAlike(all.getLast(), toAnswer);
        String afterQuestion = renderer.around(List.of(ASKED), false).getLast();
        String afterAnswer = renderer.around(List.of(ASKED, ANSWERED), false).getLast();
        // Such a template asks for an answer at every end, so that the end of a turn doesn't show there.
        boolean always = afterQuestion.equals(toAnswer);
        String userPrefix = always
                ? cuts.commonEnd(all.getFirst(), toQuestion)
                : toQuestion.substring(cuts.commonStart(toQuestion, afterAnswer).length());
        String assistantSuffix = toQuestion.substring(0, toQuestion.length() - userPrefix.length());
        String prompt = afterAnswer.startsWith(assistantSuffix) ? afterAnswer.substring(assistantSuffix.length()) : "";
        String userSuffix = always && toAnswer.endsWith(prompt)
                ? toAnswer.substring(0, toAnswer.length() - prompt.length())
                : cuts.commonStart(toAnswer, afterQuestion);
        return new TurnMarks(
                head(all.getFirst(), userPrefix),
                userPrefix,
                userSuffix,
                toAnswer.substring(userSuffix.length()),
                assistantSuffix);
    }

    private static void requireAnswersAlike(String coming, String given) {
        if (!coming.equals(given)) {
            throw new TemplateException("the template marks an answer that is to come with " + Quotes.of(coming)
                    + ", and one that was given with " + Quotes.of(given) + "; such a template isn't understood");
        }
    }

    private static String head(String first, String userPrefix) {
        if (!first.endsWith(userPrefix)) {
            throw new TemplateException("the template marks the first question with " + Quotes.of(first)
                    + ", and later ones with " + Quotes.of(userPrefix) + "; such a template isn't understood");
        }
        return first.substring(0, first.length() - userPrefix.length());
    }
}
