// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import java.io.IOException;
import java.nio.file.Path;

/// Draws a plot in a process of its own. Argument: the file to write.
final class PlotProgram {
    private PlotProgram() {}

    public static void main(String[] arguments) throws IOException {
        BenchPlot.write(Reports.any(), Path.of(arguments[0]));
    }
}
