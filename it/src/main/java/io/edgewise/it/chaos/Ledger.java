// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import io.edgewise.testkit.mqtt.Packet.Publish;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads results and dead letters, and insists that each belongs to the message whose id it has: its source, the
/// answer that this text had before, and an `edgewise-key` that is this message's in every repetition and no
/// other's.
///
/// **Errors**: what doesn't belong is an `IllegalArgumentException` that says what, and answers nothing.
///
/// Thread-safe: one lock.
final class Ledger {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "edgewise-key";

    private final Terminals terminals;
    private final Function<JsonNode, String> reader;
    private final Map<Integer, String> keys = new HashMap<>();
    private final Map<String, Integer> owners = new HashMap<>();
    private final Map<Integer, String> answers = new HashMap<>();
    private final Map<Integer, String> reasons = new HashMap<>();

    /// Of messages that are moderated.
    Ledger(Terminals terminals) {
        this(terminals, ChatTraffic::verdict);
    }

    Ledger(Traffic traffic) {
        this(traffic.terminals(), traffic::answer);
    }

    private Ledger(Terminals terminals, Function<JsonNode, String> reader) {
        this.terminals = terminals;
        this.reader = reader;
    }

    /// The number of the message that this result answers.
    synchronized int result(Publish result) {
        JsonNode json = JSON.readTree(result.text());
        int number = number(json);
        insist(number, "source", terminals.source(number), json.path("source").asString());
        String answer = reader.apply(json);
        insist(number, "answer", answers.computeIfAbsent(terminals.text(number), _ -> answer), answer);
        String key = result.properties()
                .user(KEY)
                .orElseThrow(() -> new IllegalArgumentException("result of message %d: no %s".formatted(number, KEY)));
        insist(number, KEY, keys.computeIfAbsent(number, _ -> key), key);
        insist(number, KEY + "'s message", number, owners.computeIfAbsent(key, _ -> number));
        return number;
    }

    /// The number of the message that became a dead letter; its reason is remembered.
    synchronized int deadLetter(Publish letter) {
        int number = number(JSON.readTree(letter.text()));
        reasons.put(number, letter.properties().user("reason").orElse("without a reason"));
        return number;
    }

    /// How many messages became a dead letter, by reason; a copy.
    synchronized Map<String, Integer> deadLetters() {
        Map<String, Integer> byReason = new TreeMap<>();
        reasons.values().forEach(reason -> byReason.merge(reason, 1, Integer::sum));
        return byReason;
    }

    /// The number in the id of a result, or of a part of it.
    static int number(JsonNode json) {
        return Integer.parseInt(json.path("id").asString());
    }

    /// The id of the message that this result answers.
    static String id(Publish result) {
        return JSON.readTree(result.text()).path("id").asString();
    }

    /// How long the model took for it, in milliseconds.
    static double inferMillis(Publish result) {
        return JSON.readTree(result.text()).at("/took/infer_ms").asDouble();
    }

    private static void insist(int number, String what, Object expected, Object got) {
        if (!Objects.equals(expected, got)) {
            throw new IllegalArgumentException(
                    "result of message %d: its %s is %s instead of %s".formatted(number, what, got, expected));
        }
    }
}
