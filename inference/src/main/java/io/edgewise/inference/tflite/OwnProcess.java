// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// What a process that runs a vendor's library does to itself, where Java lets that library have a say in it.
/// Thread-safe.
public final class OwnProcess {
    /// Looked up when the process starts: at its end there may be no way to load anything.
    private final MethodHandle exit;

    @SuppressWarnings("restricted") // calling native code is what this package is for
    public OwnProcess() {
        Linker linker = Linker.nativeLinker();
        this.exit =
                linker.downcallHandle(linker.defaultLookup().findOrThrow("_exit"), FunctionDescriptor.ofVoid(JAVA_INT));
    }

    /// Ends the process now: neither hooks of Java's run nor what a library registered with `atexit`, which may
    /// never return and which `Runtime.halt` waits for. Source: _exit(2).
    public void end(int status) {
        try {
            exit.invokeExact(status);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }
}
