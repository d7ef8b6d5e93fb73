// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.tflite.Processor;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/// What all plans on a board share: the native library, the workers of vendors' delegates, and what was learnt at
/// earlier starts. Thread-safe. Owns the workers.
///
/// @param library the native library
/// @param machine what binaries and measurements depend on beside the model: the library's digest and the processor
public record PlanContext(
        TensorFlowLite library,
        String machine,
        DelegateHosts hosts,
        Quarantine quarantine,
        WeightCaches weights,
        PackingLimits packing)
        implements AutoCloseable {
    /// @param folder for what is learnt, writable only by this user
    /// @param digests how the library's digest is known
    public static PlanContext of(TensorFlowLite library, Path folder, FileDigests digests) {
        String machine = sha256(library.file().path(), digests) + "\n"
                + Processor.current().key();
        return new PlanContext(
                library,
                machine,
                new DelegateHosts(),
                new Quarantine(folder.resolve("quarantine")),
                new WeightCaches(folder.resolve("weights"), machine),
                new PackingLimits(folder.resolve("packing")));
    }

    private static String sha256(Path file, FileDigests digests) {
        try (FileChannel channel = FileChannel.open(file)) {
            return digests.sha256(file, channel.map(MapMode.READ_ONLY, 0, channel.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
        }
    }

    /// Ends the workers.
    @Override
    public void close() {
        hosts.close();
    }
}
