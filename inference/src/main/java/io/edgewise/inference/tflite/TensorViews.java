// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The views that were handed out of one graph's tensors. They end together when the graph allocates again,
/// because the native memory moves then. Confined to the interpreter's thread.
final class TensorViews {
    private final String graph;
    private final Map<String, Tensor> views = new HashMap<>();
    private Arena epoch = Arena.ofConfined();
    private boolean allocated;

    /// @param graph for sentences: `signature packed`, `the graph`
    TensorViews(String graph) {
        this.graph = graph;
    }

    /// Shapes or memory changed: nothing may run before the next allocation.
    void outdated() {
        allocated = false;
    }

    /// Ends every view, then allocates.
    void allocate(Runnable allocation) {
        allocated = false;
        epoch.close();
        views.clear();
        epoch = Arena.ofConfined();
        allocation.run();
        allocated = true;
    }

    void requireAllocated() {
        if (!allocated) {
            throw new IllegalStateException(graph + ": allocateTensors was not called since the last resize");
        }
    }

    /// The view of a tensor; the same object at each call.
    ///
    /// @param make makes the view, valid as long as the arena it is given
    Tensor view(String tensor, Function<Arena, Tensor> make) {
        requireAllocated();
        return views.computeIfAbsent(tensor, t -> make.apply(epoch));
    }

    void free() {
        epoch.close();
    }
}
