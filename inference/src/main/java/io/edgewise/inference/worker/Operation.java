// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import java.io.IOException;

/// What can be asked of a worker's graph, as one byte on the wire. The first is always OPEN, and nothing but the
/// end of the connection ends a graph.
enum Operation {
    /// Followed by a [GraphRequest]; answered with a [GraphState].
    OPEN(1),
    /// Followed by shapes by input; answered with a [GraphState].
    RESIZE(2),
    /// Followed by the path of a file and its bytes: the shared memory from now on; answered with nothing.
    MEMORY(3),
    /// Inputs are in shared memory; answered with nothing when the outputs are there too.
    RUN(4);

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    /// @throws IOException for a byte that is none: the two sides are not of one build
    static Operation of(int code) throws IOException {
        for (Operation operation : values()) {
            if (operation.code == code) {
                return operation;
            }
        }
        throw new IOException("no operation has the code " + code);
    }

    int code() {
        return code;
    }
}
