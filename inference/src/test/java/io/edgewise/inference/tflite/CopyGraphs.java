// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.util.List;

/// Graphs that copy their input, for tests of other packages.
public final class CopyGraphs {
    private CopyGraphs() {}

    /// INT32 [1, -1], four elements at first.
    public static ModelFile ids() {
        GraphFile graph = new GraphFile().copyDynamic("ids", TensorType.INT32, new int[] {1, 4}, 1, -1);
        return ModelFile.of("copy of ids", graph.bytes());
    }

    /// INT8 [1, 2] with a scale of 0.5.
    public static ModelFile quantized() {
        GraphFile graph =
                new GraphFile().copyQuantized("in", TensorType.INT8, new int[] {1, 2}, List.of(0.5f), List.of(3L), 0);
        return ModelFile.of("copy of quantised numbers", graph.bytes());
    }

    /// STRING [1, 3].
    public static ModelFile strings() {
        return ModelFile.of(
                "copy of strings",
                new GraphFile().copy("words", TensorType.STRING, 1, 3).bytes());
    }
}
