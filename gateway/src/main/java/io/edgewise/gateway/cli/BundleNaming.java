// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.inference.wrap.Naming;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Options of the commands that make a bundle: what nobody can find in a model.
final class BundleNaming {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "name of the bundle; default that of the model's file, or of DIR")
    private Optional<String> name = Optional.empty();

    @Option(names = "--licence", paramLabel = "SPDX", description = "licence of the weights")
    private Optional<String> licence = Optional.empty();

    @Option(names = "--source", paramLabel = "TEXT", description = "where the weights come from")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--golden-text",
            paramLabel = "TEXT",
            description = "a text to test boards with, in place of a few in English; may be given several times")
    private List<String> goldenTexts = List.of();

    Naming naming() {
        return new Naming(name, licence, source);
    }

    List<String> goldenTexts() {
        return goldenTexts;
    }
}
