// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import io.edgewise.importer.checkpoint.Weights;
import java.util.Optional;

/// A linear layer, often without a bias. Immutable but for the files behind it.
///
/// @param weight of a row for each number that comes out
public record Linear(Weights weight, Optional<Weights> bias) {}
