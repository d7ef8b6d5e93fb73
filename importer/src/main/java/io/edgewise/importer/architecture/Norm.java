// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.architecture;

import io.edgewise.importer.checkpoint.Weights;

/// A layer normalisation. Immutable but for the files behind it.
public record Norm(Weights scale, Weights shift) {}
