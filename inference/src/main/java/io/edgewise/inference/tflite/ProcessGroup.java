// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// A process together with those that it starts: a vendor's library may start helpers, which live on when the
/// process crashes, and keep its connections and its output open. Source: setpgid(2), kill(2).
@SuppressWarnings("restricted") // calling native code is what this package is for
public final class ProcessGroup {
    private static final int SIGKILL = 9;

    private static final MethodHandle SETPGID = libc("setpgid");
    private static final MethodHandle KILL = libc("kill");

    private ProcessGroup() {}

    private static MethodHandle libc(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    /// Makes this process the leader of a group of its own, so that a terminal's Ctrl-C doesn't reach it either.
    public static void lead() {
        call(SETPGID, 0, 0);
    }

    /// Kills what is left of a group. Does nothing when there is none.
    ///
    /// @param leader the leader's process id, which needn't live any more
    public static void kill(long leader) {
        call(KILL, -Math.toIntExact(leader), SIGKILL);
    }

    private static void call(MethodHandle function, int first, int second) {
        try {
            int _ = (int) function.invokeExact(first, second);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }
}
