// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// What the calling thread says of itself to Linux, which Java has no word for that holds there.
public final class OwnThread {
    /// `PRIO_PROCESS`, which is one thread on Linux.
    private static final int WHICH = 0;

    private static final int CALLING = 0;
    /// A tenth of the processor time of others, where they want it all.
    private static final int NICE = 10;

    private OwnThread() {}

    /// Lets other threads have the processor first, for good. Without the right to say so, nothing changes. Source:
    /// setpriority(2).
    @SuppressWarnings("restricted") // calling native code is what this package is for
    public static void giveWay() {
        Linker linker = Linker.nativeLinker();
        MethodHandle setPriority = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setpriority"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        try {
            int status = (int) setPriority.invokeExact(WHICH, CALLING, NICE);
            assert status == 0 || status == -1;
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }
}
