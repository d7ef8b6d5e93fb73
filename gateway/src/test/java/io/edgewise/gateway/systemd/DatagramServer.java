// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.systemd;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Listens as systemd does, on a Unix socket for datagrams. Confined to the test's thread.
final class DatagramServer implements AutoCloseable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final int PATIENCE_SECONDS = 10;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;

    private final int descriptor;

    /// @param path in the file system, or @ and a name
    DatagramServer(String path) throws Throwable {
        boolean named = path.startsWith("@");
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (named) {
            bytes[0] = 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(2L + bytes.length + (named ? 0 : 1), 2);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 2, bytes.length);
            this.descriptor = (int) libc("socket", INT, INT, INT, INT).invokeExact(1, 2, 0);
            int bound = (int) libc("bind", INT, INT, ValueLayout.ADDRESS, INT)
                    .invokeExact(descriptor, address, (int) address.byteSize());
            MemorySegment patience = arena.allocateFrom(LONG, PATIENCE_SECONDS, 0);
            int set = (int) libc("setsockopt", INT, INT, INT, INT, ValueLayout.ADDRESS, INT)
                    .invokeExact(descriptor, SOL_SOCKET, SO_RCVTIMEO, patience, (int) patience.byteSize());
            if (bound != 0 || set != 0) {
                throw new IllegalStateException("can't listen on " + path);
            }
        }
    }

    @SuppressWarnings("restricted") // what it is for
    private static MethodHandle libc(String name, ValueLayout returns, ValueLayout... takes) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(returns, takes));
    }

    /// The next message; empty when none comes.
    String next() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(4_096);
            long length = (long) libc("recv", LONG, INT, ValueLayout.ADDRESS, LONG, INT)
                    .invokeExact(descriptor, buffer, buffer.byteSize(), 0);
            byte[] message = buffer.toArray(ValueLayout.JAVA_BYTE);
            return new String(Arrays.copyOf(message, (int) Math.max(0, length)), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        try {
            int closed = (int) libc("close", INT, INT).invokeExact(descriptor);
            assert closed == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
