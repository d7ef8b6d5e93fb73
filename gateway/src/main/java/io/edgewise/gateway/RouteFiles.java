// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.config.RouteStep;
import io.edgewise.gateway.config.StepConfiguration;
import io.edgewise.gateway.config.StepConfiguration.Extract;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form.JsonSchema;
import io.edgewise.gateway.config.StepConfiguration.Moderate;
import io.edgewise.gateway.config.StepConfiguration.SiteField.ByNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files that routes read when they start: lists of words and of names.
final class RouteFiles {
    private RouteFiles() {}

    /// By the name of the route, something that is another when a file of it is.
    static Map<String, String> fingerprints(GatewayConfiguration configuration) {
        Map<String, String> found = new HashMap<>();
        configuration.routes().forEach(route -> found.put(route.name(), fingerprint(of(route))));
        return found;
    }

    private static Stream<Path> of(RouteConfiguration route) {
        return route.steps().stream().map(RouteStep::does).flatMap(RouteFiles::of);
    }

    private static Stream<Path> of(StepConfiguration step) {
        return switch (step) {
            case Moderate moderate -> moderate.words().values().stream().flatMap(List::stream);
            case Extract extract ->
                extract.fields().values().stream()
                        .filter(ByNames.class::isInstance)
                        .map(field -> ((ByNames) field).file());
            case StepConfiguration.Classify classify -> Stream.of();
            case StepConfiguration.Embed embed -> Stream.of();
            case StepConfiguration.Generate generate ->
                generate.form() instanceof JsonSchema schema ? Stream.of(schema.file()) : Stream.of();
        };
    }

    /// Of files by when they were written and how long they are: their content is read when a route starts.
    static String fingerprint(Stream<Path> files) {
        return files.sorted().map(RouteFiles::stamp).collect(Collectors.joining(" "));
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException e) {
            return file + " can't be read"; // which the check of the configuration tells
        }
    }
}
