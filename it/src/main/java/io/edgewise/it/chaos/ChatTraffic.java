// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Short messages that the shipped bundle moderates. Immutable.
record ChatTraffic() implements Traffic {
    private static final String ROUTES = """
            routes:
              - name: chat
                from: terminals/+/text
                payload: json:/text
                steps:
                  - moderate: { model: moderation }
                to: moderation/{1}
                deadline: 10m
            """;

    @Override
    public String route() {
        return "chat";
    }

    @Override
    public Terminals terminals() {
        return Terminals.CHAT;
    }

    @Override
    public String results() {
        return "moderation/+";
    }

    @Override
    public int messages(int asked) {
        return asked;
    }

    @Override
    public String sections(Path folder) {
        return Site.MODERATION + ROUTES;
    }

    /// Scores may differ in their last decimal with what else was in the same pass; these don't.
    @Override
    public String answer(JsonNode result) {
        return verdict(result);
    }

    static String verdict(JsonNode result) {
        return result.at("/moderation/verdict").asString() + " " + result.at("/moderation/flagged") + ", "
                + result.path("tokens") + " tokens";
    }

    @Override
    public Optional<Streams> streams() {
        return Optional.empty();
    }
}
