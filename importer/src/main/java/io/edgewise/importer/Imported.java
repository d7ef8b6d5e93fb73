// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer;

import io.edgewise.importer.graph.Precision;
import io.edgewise.inference.bundle.BundleDescriptor;
import java.nio.file.Path;
import java.util.List;

/// A bundle that was made, compared, opened and tested. Immutable.
///
/// @param kernels what the golden tests were recorded on
/// @param agreements how far the graph is from the same weights in float32, for each head; empty for a float32
/// graph
/// @param notes what was concluded and a person should look at
public record Imported(
        Path directory,
        BundleDescriptor descriptor,
        Precision precision,
        int goldenTexts,
        String kernels,
        List<Agreement> agreements,
        List<String> notes) {
    public Imported {
        agreements = List.copyOf(agreements);
        notes = List.copyOf(notes);
    }
}
