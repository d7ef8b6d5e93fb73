// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import io.edgewise.testkit.mqtt.Packet.Publish;
import java.util.List;

/// The terminals of a site: each number is one message, with an id of its own, from one of ten of them.
///
/// Few texts, so that the answer to each is known once it has been given; they differ in length, so that answers
/// do. Immutable.
///
/// @param topic first level of their topics: `terminals` for `terminals/7/text`
/// @param texts in turn; a terminal sends all of them before it is the next one's turn. Without quotes and
/// backslashes
record Terminals(String topic, List<String> texts) {
    static final int COUNT = 10;

    /// Of the chaos runs.
    static final Terminals CHAT = new Terminals(
            "terminals",
            List.of(
                    "good morning",
                    "who has the keys for the tool cabinet",
                    "you are a useless idiot and everybody knows it",
                    "safety meeting moved to room B12, please tell the late shift as well",
                    "order 4711: replace the seal on pump 3 and grease the left hand bearing, it was noisy all night"));

    Terminals {
        texts = List.copyOf(texts);
    }

    /// The message of a number, the same each time.
    Publish message(int number) {
        return Publish.of(source(number), "{\"id\":\"%d\",\"text\":\"%s\"}".formatted(number, texts.get(text(number))));
    }

    /// The topic it is published to.
    String source(int number) {
        return topic + "/" + terminal(number) + "/text";
    }

    /// Which terminal sends it.
    int terminal(int number) {
        return number / texts.size() % COUNT;
    }

    /// Which of the texts it has.
    int text(int number) {
        return number % texts.size();
    }
}
