// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.config.StepConfiguration.Generate.Asking;
import io.edgewise.gateway.config.StepConfiguration.Generate.TooLong;
import io.edgewise.gateway.route.Steps.Text;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.generation.Message;
import io.edgewise.inference.generation.Prompt;
import io.edgewise.inference.task.Classification;
import io.edgewise.inference.task.Field;
import io.edgewise.inference.task.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a generator is asked about a message.
final class Prompts {
    private static final String FIELD = "field.";

    private Prompts() {}

    /// What it is to do, the examples, what was said before, and the message. The first two are the same for
    /// every message where the template has no places, and so are read by the model once.
    ///
    /// @param past a question and its answer in turn
    static Prompt prompt(Asking asking, Text text, Answer before, List<Message> past) {
        List<Message> start = new ArrayList<>();
        asking.system()
                .ifPresent(system ->
                        start.add(Message.system(system.fill(place -> of(place, text.text(), text, before)))));
        for (Generate.Example example : asking.examples()) {
            // As a message would be asked about, with nothing known beside its text.
            start.add(Message.user(asking.prompt().fill(place -> of(place, example.text(), text, Answer.NOTHING))));
            start.add(Message.assistant(example.answer()));
        }
        return new Prompt(
                start,
                past,
                shown -> asking.prompt().fill(place -> of(place, shown, text, before)),
                text.text(),
                asking.tooLong() == TooLong.CUT);
    }

    /// What stands in a place; nothing where no step has said it.
    ///
    /// @param shown of the text
    private static String of(String place, String shown, Text text, Answer before) {
        return switch (place) {
            case "text" -> shown;
            case "verdict" ->
                before.moderation()
                        .map(said -> Choice.name(said.answer().verdict()))
                        .orElse("");
            case "label" ->
                before.classification()
                        .map(said -> said.answer().label().orElse(Classification.NONE))
                        .orElse("");
            case "intent" ->
                before.extraction()
                        .flatMap(said -> said.answer().intent())
                        .map(Intent::name)
                        .orElse("");
            case "fields" ->
                fields(before).stream()
                        .map(field -> field.type() + ": " + field.text())
                        .collect(Collectors.joining("\n"));
            default ->
                place.startsWith(FIELD)
                        ? ofType(before, place.substring(FIELD.length()))
                        : text.captures().get(Integer.parseInt(place) - 1);
        };
    }

    private static String ofType(Answer before, String type) {
        return fields(before).stream()
                .filter(field -> field.type().equals(type))
                .map(Field::text)
                .collect(Collectors.joining(", "));
    }

    private static List<Field> fields(Answer before) {
        return before.extraction().map(said -> said.answer().fields()).orElse(List.of());
    }
}
