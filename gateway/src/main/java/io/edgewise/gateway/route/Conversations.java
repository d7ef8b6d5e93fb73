// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.config.StepConfiguration.Generate.Conversation;
import io.edgewise.inference.generation.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;

/// What was said before in the conversations of a step, and whose turn it is: a message is answered when the
/// one before it of its conversation is, since it may refer to that answer.
///
/// In memory only, so a restart forgets; bounded by characters, beyond which the conversation that rested
/// longest is forgotten. Thread-safe: one lock, under which nothing is begun.
final class Conversations {
    /// Of all conversations together.
    private static final int MOST_CHARACTERS = 1 << 20;

    private final Conversation how;
    private final LongSupplier nanoTime;
    private final int mostCharacters;
    /// By name, the one that rested longest first.
    private final LinkedHashMap<String, Said> said = new LinkedHashMap<>();
    /// By the name of a conversation in which a message is in work.
    private final Map<String, Turn> turns = new HashMap<>();
    private int characters;

    private record Exchange(Message question, Message answer) {
        int characters() {
            return question.text().length() + answer.text().length();
        }
    }

    private static final class Turn {
        final Queue<Runnable> waiting = new ArrayDeque<>();
        boolean beginning = true;
        boolean over;
        /// Whether the answer that is being written knows of what is to be forgotten.
        boolean forgotten;
    }

    private static final class Said {
        final Deque<Exchange> exchanges = new ArrayDeque<>();
        long lastNanos;
    }

    Conversations(Conversation how, LongSupplier nanoTime) {
        this(how, nanoTime, MOST_CHARACTERS);
    }

    Conversations(Conversation how, LongSupplier nanoTime, int mostCharacters) {
        this.how = how;
        this.nanoTime = nanoTime;
        this.mostCharacters = mostCharacters;
    }

    /// Begins a message at once, or when those before it of its conversation have ended.
    void begin(String name, Runnable message) {
        synchronized (this) {
            Turn turn = turns.get(name);
            if (turn != null) {
                turn.waiting.add(message);
                return;
            }
            turns.put(name, new Turn());
        }
        run(name, message);
    }

    /// The message of this conversation that was begun has ended, one way or the other.
    void ended(String name) {
        Optional<Runnable> next;
        synchronized (this) {
            Turn turn = turns.get(name);
            if (turn == null) {
                return;
            }
            turn.over = true;
            next = turn.beginning ? Optional.empty() : next(name, turn);
        }
        next.ifPresent(message -> run(name, message));
    }

    /// One that ends while it is begun (the generator is closed, say) is followed by the next one here, however
    /// many there are: each inside the one before would need a stack without end.
    private void run(String name, Runnable message) {
        for (Optional<Runnable> now = Optional.of(message); now.isPresent(); now = begun(name)) {
            now.get().run();
        }
    }

    private synchronized Optional<Runnable> begun(String name) {
        Turn turn = Objects.requireNonNull(turns.get(name));
        turn.beginning = false;
        return turn.over ? next(name, turn) : Optional.empty();
    }

    private Optional<Runnable> next(String name, Turn turn) {
        Optional<Runnable> next = Optional.ofNullable(turn.waiting.poll());
        turn.over = false;
        turn.forgotten = false;
        turn.beginning = next.isPresent();
        if (next.isEmpty()) {
            turns.remove(name);
        }
        return next;
    }

    /// A question and its answer in turn, the oldest first.
    synchronized List<Message> past(String name) {
        expire();
        List<Message> messages = new ArrayList<>();
        Said past = said.get(name);
        if (past != null) {
            past.exchanges.forEach(exchange -> {
                messages.add(exchange.question());
                messages.add(exchange.answer());
            });
        }
        return messages;
    }

    /// @param name of the conversation whose message is in work
    synchronized void add(String name, Message question, Message answer) {
        expire();
        Turn turn = turns.get(name);
        if (turn != null && turn.forgotten) {
            return;
        }
        Said past = Optional.ofNullable(said.remove(name)).orElseGet(Said::new);
        said.put(name, past); // as the last one
        past.lastNanos = nanoTime.getAsLong();
        Exchange exchange = new Exchange(question, answer);
        past.exchanges.addLast(exchange);
        characters += exchange.characters();
        if (past.exchanges.size() > how.turns()) {
            characters -= past.exchanges.removeFirst().characters();
        }
        while (characters > mostCharacters) {
            removeFirst();
        }
    }

    /// What was said, and what is being answered now by what was said.
    synchronized void forget(String name) {
        Said past = said.remove(name);
        if (past != null) {
            discount(past);
        }
        Turn turn = turns.get(name);
        if (turn != null) {
            turn.forgotten = true;
        }
    }

    private void expire() {
        long oldest = nanoTime.getAsLong() - how.expire().toNanos();
        while (!said.isEmpty() && said.firstEntry().getValue().lastNanos - oldest <= 0) {
            removeFirst();
        }
    }

    private void removeFirst() {
        discount(said.pollFirstEntry().getValue());
    }

    private void discount(Said past) {
        past.exchanges.forEach(exchange -> characters -= exchange.characters());
    }
}
