// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;

/// Collects the error text of one model or interpreter, bounded: without a reporter each failed call prints to
/// standard error, without a bound a failing loop fills the heap.
///
/// The native side keeps the raw stub, so this must be closed after everything it was given to.
/// Thread-safe: by its own lock, because TFLite may report from a thread of its pool.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class ErrorReporter implements NativeResource {
    private static final int MAX_MESSAGES = 8;
    private static final int MAX_MESSAGE_BYTES = 512;

    private static final Linker LINKER = Linker.nativeLinker();

    /// `va_list` arrives as one pointer on SysV x86-64 and on AAPCS64, so it can be handed on as one.
    private static final MethodHandle VSNPRINTF = LINKER.downcallHandle(
            LINKER.defaultLookup().find("vsnprintf").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment stub;
    private final Deque<String> messages = new ArrayDeque<>();

    ErrorReporter() {
        FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS);
        try {
            MethodHandle report = MethodHandles.lookup()
                    .findVirtual(
                            ErrorReporter.class,
                            "report",
                            MethodType.methodType(
                                    void.class, MemorySegment.class, MemorySegment.class, MemorySegment.class))
                    .bindTo(this);
            stub = LINKER.upcallStub(report, descriptor, arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The function pointer for the native side.
    MemorySegment stub() {
        return stub;
    }

    /// `void (*)(void* user_data, const char* format, va_list args)`, called by the native library.
    void report(MemorySegment userData, MemorySegment format, MemorySegment arguments) {
        String text;
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment buffer = scratch.allocate(MAX_MESSAGE_BYTES);
            int length = (int) VSNPRINTF.invokeExact(buffer, (long) MAX_MESSAGE_BYTES, format, arguments);
            text = length < 0 ? "unprintable message" : TfLiteC.string(buffer);
        } catch (Throwable t) {
            // An exception that leaves an upcall ends the process.
            text = "unprintable message: " + t;
        }
        synchronized (messages) {
            if (messages.size() == MAX_MESSAGES) {
                messages.removeFirst();
            }
            messages.addLast(text.strip());
        }
    }

    /// What was reported since the last call, or "no reason given".
    String drain() {
        synchronized (messages) {
            String text = messages.isEmpty() ? "no reason given" : String.join("; ", messages);
            messages.clear();
            return text;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
