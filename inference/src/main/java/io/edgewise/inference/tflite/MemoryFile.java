// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// A file that is in memory and in no folder, until it is closed. For native code that ends the process when it
/// can't write: this one is never full while there is memory. Thread-safe. Source: memfd_create(2).
public final class MemoryFile implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 1;

    private final int descriptor;

    private MemoryFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /// A new, empty file.
    ///
    /// @param name what tools show of it
    /// @throws IOException when the system has none to give
    public static MemoryFile create(String name) throws IOException {
        int descriptor;
        try (Arena arena = Arena.ofConfined()) {
            descriptor = (int) function("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))
                    .invokeExact(arena.allocateFrom(name), CLOSE_ON_EXEC);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
        if (descriptor < 0) {
            throw new IOException("the system gives no file in memory");
        }
        return new MemoryFile(descriptor);
    }

    @SuppressWarnings("restricted") // calling native code is what this package is for
    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    /// How this process, and no other, opens it.
    public Path path() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    /// Frees it, unless something has mapped it.
    @Override
    public void close() {
        try {
            int failed = (int)
                    function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeExact(descriptor);
            assert failed == 0 : "closed twice";
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }
}
