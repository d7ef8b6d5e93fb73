// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a gateway is asked for in a chaos run, and how its answers are read.
sealed interface Traffic permits ChatTraffic, NoteTraffic {
    /// Name of the route, and the only one of the site.
    String route();

    /// Who sends.
    Terminals terminals();

    /// Topic filter of the results.
    String results();

    /// How many messages a run has that is asked for so many.
    int messages(int asked);

    /// The sections `models` or `generators`, and `routes`, of the configuration.
    ///
    /// @param folder of the configuration, for files that it names
    String sections(Path folder);

    /// What every answer to the same text has in common.
    ///
    /// @throws IllegalArgumentException when it is no answer, or not a whole one
    String answer(JsonNode result);

    /// The answers as they are published while they are written.
    Optional<Streams> streams();
}
