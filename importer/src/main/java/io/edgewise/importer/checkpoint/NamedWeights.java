// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import java.util.Optional;
import java.util.Set;

/// The weights of a model by the names of the transformers library, whatever file they come from; and which of
/// them were used. Confined to one thread.
public interface NamedWeights {
    /// Whether there is such a tensor.
    boolean has(String name);

    /// A tensor that must be there.
    ///
    /// @param shape that it must have
    /// @return empty with a problem when it is missing, has another shape, or an element type that is not read
    Optional<Weights> require(String name, Integer... shape);

    /// Notes that tensors are known and not wanted, so that they don't count as [unused][#unused].
    ///
    /// @param prefix of their names
    void leaveOut(String prefix);

    /// Names of tensors that nobody asked for.
    Set<String> unused();
}
