// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The file that a gateway was started from, and may read again. Immutable.
public record ConfigurationFile(Path path) {
    /// @throws io.edgewise.gateway.config.ConfigurationException with every problem
    public GatewayConfiguration read() {
        return ConfigurationReader.read(path);
    }

    /// Something that is another when the file is, or one that it names: a bundle's description, an overlay, a
    /// list.
    String fingerprint(GatewayConfiguration last) {
        Stream<Path> ofModels = last.models().values().stream()
                .flatMap(model ->
                        Stream.concat(Stream.of(model.bundle().resolve("bundle.json")), model.overlay().stream()));
        return RouteFiles.fingerprint(Stream.concat(Stream.of(path), ofModels)) + RouteFiles.fingerprints(last);
    }
}
