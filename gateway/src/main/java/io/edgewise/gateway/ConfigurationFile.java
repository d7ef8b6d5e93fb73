// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.ConfigurationReader;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.inference.bundle.BundleSignature;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The file that a gateway was started from, and may read again. Immutable.
public record ConfigurationFile(Path path) {
    /// @throws io.edgewise.gateway.config.ConfigurationException with every problem
    public GatewayConfiguration read() {
        return ConfigurationReader.read(path);
    }

    /// Something that is another when the file is, or one that it names: a bundle's description or its
    /// signature, an overlay, a key, a list.
    String fingerprint(GatewayConfiguration last) {
        Stream<Path> ofModels = last.models().values().stream().flatMap(ConfigurationFile::of);
        Stream<Path> ofAll = Stream.concat(Stream.of(path), last.inference().requireSignature().stream());
        return RouteFiles.fingerprint(Stream.concat(ofAll, ofModels)) + RouteFiles.fingerprints(last);
    }

    private static Stream<Path> of(ModelConfiguration model) {
        Stream<Path> signature =
                model.trusted().stream().map(keys -> model.bundle().resolve(BundleSignature.FILE));
        return Stream.of(Stream.of(model.bundle().resolve("bundle.json")), model.overlay().stream(), signature)
                .flatMap(files -> files);
    }
}
