// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.bundle.BundleDescriptor;
import java.nio.file.Path;
import java.util.List;

/// A bundle that was made, opened and tested. Immutable.
///
/// @param notes what was concluded and a person should look at
/// @param kernels what the golden tests were recorded on
public record Wrapped(
        Path directory, BundleDescriptor descriptor, int goldenTexts, String kernels, List<String> notes) {
    public Wrapped {
        notes = List.copyOf(notes);
    }
}
