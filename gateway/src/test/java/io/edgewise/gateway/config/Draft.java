// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.edgewise.gateway.fake.FakeBundles;
import io.edgewise.inference.document.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A configuration for tests, changed line by line. Immutable.
final class Draft {
    private static final List<String> SMALL = """
            gateway: { id: pi }
            broker: { url: embedded }
            http: { port: 0 }
            inference: { lanes: 1 }
            models:
              moderation: { bundle: models/moderation }
              extraction: { bundle: models/extraction }
            routes:
              - name: chat
                from: terminals/+/text
                to: moderation/{1}
                steps:
                  - moderate: { model: moderation }
            state: kept
            """.lines().toList();

    private final Path folder;
    private final List<String> lines;

    private Draft(Path folder, List<String> lines) {
        this.folder = folder;
        this.lines = List.copyOf(lines);
    }

    /// A right configuration of 14 lines with the bundles `moderation` and `extraction` beside it.
    static Draft in(Path folder) {
        FakeBundles.write(folder);
        return new Draft(folder, SMALL);
    }

    /// With another text in a line, counted from 1; its indentation and its hyphen stay. An empty text
    /// takes the line away.
    Draft line(int number, String text) {
        List<String> changed = new ArrayList<>(lines);
        String before = changed.get(number - 1);
        int start = before.length() - before.replaceFirst("^ *(- )?", "").length();
        changed.set(number - 1, text.isEmpty() ? "" : before.substring(0, start) + text);
        return new Draft(folder, changed);
    }

    /// With more lines at the end.
    Draft and(String more) {
        List<String> changed = new ArrayList<>(lines);
        changed.addAll(more.lines().toList());
        return new Draft(folder, changed);
    }

    /// What is read from it.
    ///
    /// @throws ConfigurationException with every problem
    GatewayConfiguration read() {
        return ConfigurationReader.parse(String.join("\n", lines), folder.resolve("edgewise.yaml"));
    }

    /// Its only route.
    RouteConfiguration route() {
        return read().routes().getFirst();
    }

    /// What its only route does, whatever the conditions.
    List<StepConfiguration> steps() {
        return route().steps().stream().map(RouteStep::does).toList();
    }

    /// Its problems, as people see them.
    List<String> problems() {
        return Optional.ofNullable(catchThrowableOfType(ConfigurationException.class, this::read))
                .map(e -> e.problems().stream().map(Problem::toString).toList())
                .orElse(List.of());
    }
}
