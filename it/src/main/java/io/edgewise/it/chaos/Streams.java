// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.Sha256;
import io.edgewise.testkit.mqtt.Packet.Publish;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Follows the parts of answers, and insists on what docs/generation.md says of them: each stream begins with 0
/// and goes on by one, its last part has the checksum of all, nothing comes after it but another stream; and each
/// result is the text of one that came to its end.
///
/// **Errors**: a part that is out of place is an `IllegalArgumentException` that says how.
///
/// Thread-safe: one lock.
final class Streams {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Integer, Stream> current = new HashMap<>();
    private final Map<Integer, Set<JsonNode>> whole = new HashMap<>();
    private final Map<Integer, List<JsonNode>> results = new HashMap<>();
    private int brokenOff;
    private int parts;
    private boolean underWay;

    /// The latest stream of a message.
    private static final class Stream {
        private final StringBuilder text = new StringBuilder();
        private int next;
        private boolean ended;
    }

    /// The number of the message that this is a part of an answer of.
    synchronized int part(Publish publish) {
        JsonNode part = JSON.readTree(publish.text());
        int number = Ledger.number(part);
        int sequence = part.path("seq").asInt(-1);
        if (sequence == 0) {
            begin(number);
        }
        Stream stream = current.get(number);
        if (stream == null || stream.ended || sequence != stream.next) {
            throw new IllegalArgumentException("part %d of message %d: expected %s"
                    .formatted(sequence, number, stream == null || stream.ended ? "part 0" : "part " + stream.next));
        }
        stream.next++;
        parts++;
        add(number, stream, part);
        return number;
    }

    private void begin(int number) {
        Stream before = current.put(number, new Stream());
        if (before != null && !before.ended) {
            brokenOff++;
        }
    }

    private void add(int number, Stream stream, JsonNode part) {
        if (part.path("again").asBoolean(false)) {
            stream.text.setLength(0);
        }
        stream.text.append(part.path("text").asString(""));
        stream.ended = part.path("final").asBoolean(false);
        underWay = !stream.ended;
        if (stream.ended && !part.path("given_up").asBoolean(false)) {
            end(number, stream.text.toString(), part.path("sha256").asString(""));
        }
    }

    private void end(int number, String text, String sha256) {
        String actual = Sha256.of(ByteBuffer.wrap(text.getBytes(UTF_8)));
        if (!sha256.equals(actual)) {
            throw new IllegalArgumentException("message %d: its parts have the SHA-256 %s, and its last one says %s: %s"
                    .formatted(number, actual, sha256, text));
        }
        whole.computeIfAbsent(number, _ -> new HashSet<>()).add(JSON.readTree(text));
    }

    /// Notes a result, to be compared with the streams when all have come.
    synchronized void result(int number, JsonNode value) {
        results.computeIfAbsent(number, _ -> new ArrayList<>()).add(value);
    }

    /// How many parts have come.
    synchronized int parts() {
        return parts;
    }

    /// Whether the latest part is followed by another one of its stream, if nothing happens to the gateway.
    synchronized boolean isUnderWay() {
        return underWay;
    }

    /// How many streams broke off and were begun anew.
    synchronized int brokenOff() {
        return brokenOff;
    }

    /// What doesn't fit when nothing more will come, one sentence each.
    synchronized List<String> problems() {
        List<String> problems = new ArrayList<>();
        current.forEach((number, stream) -> {
            if (!stream.ended) {
                problems.add("message %d: its stream stopped after part %d".formatted(number, stream.next - 1));
            }
        });
        results.forEach((number, values) -> {
            if (!whole.getOrDefault(number, Set.of()).containsAll(values)) {
                problems.add("message %d: a result that no stream has said: %s".formatted(number, values));
            }
        });
        return problems;
    }
}
