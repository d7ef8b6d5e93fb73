// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Statement.Branch;
import io.edgewise.importer.chat.jinja.Statement.For;
import io.edgewise.importer.chat.jinja.Statement.If;
import io.edgewise.importer.chat.jinja.Statement.Print;
import io.edgewise.importer.chat.jinja.Statement.Say;
import io.edgewise.importer.chat.jinja.Statement.Set;
import io.edgewise.importer.chat.jinja.Value.Namespace;
import java.util.List;

/// One text that is made of a template. Confined to one thread.
final class Rendering {
    private final Workshop shop;
    private final Evaluator evaluator;
    private final StringBuilder output = new StringBuilder();

    Rendering(Source source) {
        this.shop = Workshop.of(source);
        this.evaluator = new Evaluator(shop);
    }

    String of(List<Statement> statements, Scope scope) {
        run(statements, scope);
        return output.toString();
    }

    private void run(List<Statement> statements, Scope scope) {
        for (Statement statement : statements) {
            shop.budget().step(statement.at());
            switch (statement) {
                case Say say -> append(say.text(), say.at());
                case Print print ->
                    append(shop.written(evaluator.value(print.expression(), scope), print.at()), print.at());
                case If choice -> run(chosen(choice, scope), scope);
                case For loop -> loop(loop, scope);
                case Set set -> set(set, scope);
            }
        }
    }

    private void append(String text, int at) {
        if (output.length() + text.length() > Budget.MOST_OUTPUT) {
            throw shop.refusal(at, "the template writes more than " + Budget.MOST_OUTPUT + " characters");
        }
        output.append(text);
    }

    private List<Statement> chosen(If choice, Scope scope) {
        for (Branch branch : choice.branches()) {
            if (evaluator.value(branch.condition(), scope).isTrue()) {
                return branch.body();
            }
        }
        return choice.otherwise();
    }

    private void loop(For loop, Scope scope) {
        List<Value> items = shop.items(evaluator.value(loop.list(), scope), loop.at());
        for (int i = 0; i < items.size(); i++) {
            shop.budget().step(loop.at());
            Scope round = scope.inner();
            round.set("loop", Loop.of(items, i));
            bind(loop, items.get(i), round);
            run(loop.body(), round);
        }
        if (items.isEmpty()) {
            run(loop.otherwise(), scope.inner());
        }
    }

    private void bind(For loop, Value item, Scope round) {
        List<String> names = loop.names();
        if (names.size() == 1) {
            round.set(names.getFirst(), item);
            return;
        }
        List<Value> parts = shop.items(item, loop.at());
        if (parts.size() != names.size()) {
            throw shop.refusal(
                    loop.at(), "a loop with " + names.size() + " names got " + parts.size() + " values in a round");
        }
        for (int i = 0; i < names.size(); i++) {
            round.set(names.get(i), parts.get(i));
        }
    }

    private void set(Set set, Scope scope) {
        Value value = evaluator.value(set.value(), scope);
        String attribute = set.attribute();
        if (attribute == null) {
            scope.set(set.name(), value);
        } else if (scope.get(set.name()) instanceof Namespace namespace) {
            namespace.set(attribute, value);
        } else {
            throw shop.refusal(
                    set.at(), "\"" + set.name() + "\" is no namespace, only a namespace's attributes can be set");
        }
    }
}
