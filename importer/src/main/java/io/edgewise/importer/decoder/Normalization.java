// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Weights;
import java.util.Optional;

/// A normalisation. With a shift it is a layer normalisation, which takes the mean away first; without one it
/// divides by the root of the mean square (RMSNorm). Immutable but for the files behind it.
///
/// @param gain that each number is multiplied with
public record Normalization(Weights gain, Optional<Weights> shift) {}
