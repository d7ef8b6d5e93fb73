// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.route.Steps.Text;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.generation.Message;
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

    /// What it is to do, the examples, and the message. The first two are the same for every message where the
    /// template has no places, and so are read by the model once.
    static List<Message> messages(Generate step, Text text, Answer before) {
        List<Message> messages = new ArrayList<>();
        step.system().ifPresent(system -> messages.add(Message.system(system.fill(place -> of(place, text, before)))));
        for (Generate.Example example : step.examples()) {
            // As a message would be asked about, with nothing known beside its text.
            messages.add(Message.user(step.prompt()
                    .fill(place -> place.equals("text") ? example.text() : of(place, text, Answer.NOTHING))));
            messages.add(Message.assistant(example.answer()));
        }
        messages.add(Message.user(step.prompt().fill(place -> of(place, text, before))));
        return messages;
    }

    /// What stands in a place; nothing where no step has said it.
    private static String of(String place, Text text, Answer before) {
        return switch (place) {
            case "text" -> text.text();
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
