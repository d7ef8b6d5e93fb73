// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench.generator;

import io.edgewise.importer.generator.MemorySpeed;
import java.io.IOException;
import java.util.List;

/// How fast this machine reads its memory on one thread, in a JVM whose heap has room for that.
final class ReadSpeed {
    private ReadSpeed() {}

    public static void main(String[] arguments) {
        System.out.println(MemorySpeed.bytesPerSecond());
    }

    static double bytesPerSecond() throws IOException, InterruptedException {
        return Double.parseDouble(
                ChildJvm.run(ReadSpeed.class, List.of("-Xmx512m")).getLast());
    }
}
