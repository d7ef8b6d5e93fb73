// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.generator;

import io.edgewise.importer.graph.DecoderPrecision;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/// A bundle that was made, compared, opened and tested. Immutable.
///
/// @param prompts how many golden prompts it has
/// @param divergence from the same weights in float32, in nats; empty when they were not computed
/// @param notes what was concluded and a person should look at
public record GeneratorImported(
        Path directory,
        GeneratorDescriptor descriptor,
        DecoderPrecision precision,
        int prompts,
        OptionalDouble divergence,
        List<String> notes) {
    public GeneratorImported {
        notes = List.copyOf(notes);
    }
}
