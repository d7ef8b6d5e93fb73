// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat;

import io.edgewise.importer.chat.jinja.TemplateException;
import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.generation.Message;
import java.util.List;

/// Where the template says what the operator says. Immutable.
///
/// @param begin before everything
/// @param turn what stands around it
/// @param inUser whether it stands in the first question
/// @param known whether the template knows of it at all
/// @param unsaid what the template says when the operator says nothing; empty when it says nothing then
/// @param note what a person should know; empty when there is nothing
record SystemMarks(String begin, Turn turn, boolean inUser, boolean known, String unsaid, String note) {
    private static final Message TOLD = Message.system("Qoperatorone1Q");
    private static final Message ASKED = Message.user("Qquestionone1Q");

    static SystemMarks of(Renderer renderer, TurnMarks turns, Cuts cuts, String begin) {
        String text;
        try {
            text = renderer.render(List.of(TOLD, ASKED), true);
        } catch (TemplateException e) {
            return unknown(turns, "it says " + Quotes.of(e.raised().orElseThrow(() -> e)));
        }
        if (!text.contains(TOLD.text())) {
            return unknown(turns, "it leaves them out");
        }
        List<String> around = renderer.around(List.of(TOLD, ASKED), true);
        String before = around.getFirst();
        String behind = around.get(1);
        String inUser = turns.head() + turns.userPrefix();
        boolean ownTurn = behind.endsWith(turns.userPrefix());
        if (!turns.userPrefix().isEmpty() && !ownTurn && before.startsWith(inUser)) {
            Turn turn = new Turn(before.substring(inUser.length()), behind);
            return new SystemMarks(turns.head(), turn, true, true, "", "");
        } else if (ownTurn) {
            String suffix =
                    behind.substring(0, behind.length() - turns.userPrefix().length());
            return ownTurn(before, suffix, turns, cuts, begin);
        }
        throw new TemplateException("the template marks the first question with " + Quotes.of(behind)
                + " behind what the operator says, and else with " + Quotes.of(inUser)
                + "; such a template isn't understood");
    }

    private static SystemMarks ownTurn(String before, String suffix, TurnMarks turns, Cuts cuts, String begin) {
        String head = turns.head();
        if (before.startsWith(head)) {
            Turn turn = new Turn(before.substring(head.length()), suffix);
            return new SystemMarks(head, turn, false, true, "", "");
        }
        // Where texts begin with the piece that turns begin with, the first one is the turn's.
        String first = turns.userPrefix().startsWith(begin) ? begin + begin : begin;
        String start = !begin.isEmpty() && cuts.commonStart(head, before).startsWith(first) ? begin : "";
        Turn turn = new Turn(before.substring(start.length()), suffix);
        boolean whole =
                head.length() >= before.length() + suffix.length() && head.startsWith(before) && head.endsWith(suffix);
        String said = whole ? head.substring(before.length(), head.length() - suffix.length()) : "";
        String unsaid = head.substring(start.length());
        String text = whole ? "as the operator: " + Quotes.of(said) : Quotes.of(unsaid);
        return new SystemMarks(
                start,
                turn,
                false,
                true,
                unsaid,
                "when nobody speaks as the operator, the template says " + text
                        + "; the model was trained with it, and a board says nothing of its own: give it as a system"
                        + " message where it should be said");
    }

    /// It is then said where other models of this kind have it, and not left out.
    private static SystemMarks unknown(TurnMarks turns, String what) {
        return new SystemMarks(
                turns.head(),
                new Turn("", "\n\n"),
                true,
                false,
                "",
                "the template knows no system messages (" + what + "): a board says them at the beginning of the next"
                        + " question, with an empty line behind them, which the model was not trained for");
    }
}
