// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Value.Flag;
import io.edgewise.importer.chat.jinja.Value.Listing;
import io.edgewise.importer.chat.jinja.Value.Mapping;
import io.edgewise.importer.chat.jinja.Value.None;
import io.edgewise.importer.chat.jinja.Value.Text;
import io.edgewise.importer.chat.jinja.Value.Undefined;
import io.edgewise.importer.chat.jinja.Value.Whole;
import java.util.List;
import java.util.function.Function;

/// What everything that makes values needs: the budget that they are made from, and what they are as texts,
/// numbers and items. Confined to one rendering.
record Workshop(Source source, Budget budget) {

    static Workshop of(Source source) {
        return new Workshop(source, new Budget(source));
    }

    TemplateException refusal(int at, String sentence) {
        return source.refusal(at, sentence);
    }

    /// A text that was made.
    Value made(String text, int at) {
        budget.work(at, text.length());
        return new Text(text);
    }

    /// A value as it is written.
    String written(Value value, int at) {
        return switch (value) {
            case Text t -> t.text();
            case Whole w -> String.valueOf(w.number());
            case Flag f -> f.is() ? "True" : "False";
            case None n -> "None";
            case Undefined u -> "";
            default -> throw refusal(at, value.describe() + " written as a text isn't understood");
        };
    }

    /// @param what it is for, for a sentence
    String text(Value value, String what, int at) {
        if (value instanceof Text text) {
            return text.text();
        }
        throw refusal(at, what + " is " + value.describe() + ", expected a text");
    }

    /// @param what it is for, for a sentence
    long number(Value value, String what, int at) {
        return switch (value) {
            case Whole w -> w.number();
            case Flag f -> f.is() ? 1 : 0;
            default -> throw refusal(at, what + " is " + value.describe() + ", expected a number");
        };
    }

    /// What a loop goes through.
    List<Value> items(Value value, int at) {
        return switch (value) {
            case Listing l -> l.items();
            case Mapping m -> texts(m.entries().keySet().stream().toList(), at);
            case Text t -> texts(characters(t.text(), at), at);
            case Undefined u -> List.of();
            default -> throw refusal(at, value.describe() + " has no items to go through");
        };
    }

    List<Value> texts(List<String> texts, int at) {
        budget.work(at, texts.size());
        return texts.stream().<Value>map(Text::new).toList();
    }

    private List<String> characters(String text, int at) {
        budget.work(at, text.length());
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    /// Makes a text of another, which costs as much as both are long.
    Value changed(Value value, Function<String, String> change, int at) {
        String text = written(value, at);
        budget.work(at, text.length());
        return made(change.apply(text), at);
    }
}
