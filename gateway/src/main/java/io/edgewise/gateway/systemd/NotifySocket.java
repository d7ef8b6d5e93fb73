// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.systemd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The socket on which systemd listens to a service. Thread-safe: each message has a socket of its own.
///
/// Java has no datagrams on Unix sockets, so these are three calls of libc, on Linux.
///
/// Source: sd_notify(3), "Standalone Implementations"; `struct sockaddr_un` in unix(7).
public final class NotifySocket {
    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    /// Without a signal, and without waiting: a service manager that does not get on must not hold up the event
    /// loop.
    private static final int FLAGS = 0x4000 | 0x40; // MSG_NOSIGNAL, MSG_DONTWAIT
    /// Of the path in `struct sockaddr_un`, with its NUL.
    private static final int MAX_PATH_BYTES = 108;

    private final byte[] path;
    private final MethodHandle socket;
    private final MethodHandle sendto;
    private final MethodHandle close;

    @SuppressWarnings("restricted") // what it is for
    private NotifySocket(byte[] path) {
        this.path = path;
        Linker linker = Linker.nativeLinker();
        SymbolLookup libc = linker.defaultLookup();
        this.socket = linker.downcallHandle(
                libc.findOrThrow("socket"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        this.sendto = linker.downcallHandle(
                libc.findOrThrow("sendto"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
        this.close = linker.downcallHandle(
                libc.findOrThrow("close"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /// That of this service; empty when it runs without systemd.
    ///
    /// @param environment of the process
    /// @throws IllegalArgumentException when the variable has what can't be one
    public static Optional<NotifySocket> of(Map<String, String> environment) {
        String text = environment.getOrDefault(VARIABLE, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        byte[] path = text.getBytes(StandardCharsets.UTF_8);
        if ((path[0] != '/' && path[0] != '@') || path.length >= MAX_PATH_BYTES) {
            throw new IllegalArgumentException(VARIABLE + " is \"" + text
                    + "\": expected a path, or @ and a name, of at most " + (MAX_PATH_BYTES - 1) + " bytes");
        }
        return Optional.of(new NotifySocket(path));
    }

    /// Sends assignments, as `READY=1`.
    ///
    /// @throws IOException when nobody listens, or too much waits there already
    public void send(String... assignments) throws IOException {
        byte[] message = String.join("\n", assignments).getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = address(arena);
            MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
            int descriptor = (int) socket.invokeExact((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (descriptor < 0) {
                throw new IOException("no socket to notify systemd with");
            }
            long sent;
            int closed;
            try {
                sent = (long) sendto.invokeExact(
                        descriptor, data, (long) message.length, FLAGS, address, (int) address.byteSize());
            } finally {
                closed = (int) close.invokeExact(descriptor);
            }
            if (sent != message.length || closed != 0) {
                throw new IOException("systemd could not be notified at " + shown());
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("calls of libc throw nothing", e);
        }
    }

    /// An abstract name begins with a NUL and ends where the address does; a path ends with one.
    private MemorySegment address(Arena arena) {
        boolean named = path[0] == '@';
        byte[] bytes = named ? path.clone() : Arrays.copyOf(path, path.length + 1);
        if (named) {
            bytes[0] = 0;
        }
        MemorySegment address = arena.allocate(Short.BYTES + (long) bytes.length, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, bytes.length);
        return address;
    }

    private String shown() {
        return new String(path, StandardCharsets.UTF_8);
    }
}
