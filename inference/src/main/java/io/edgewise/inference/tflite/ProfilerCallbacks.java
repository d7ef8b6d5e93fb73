// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.edgewise.inference.InferenceException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/// The native side of a [Profiler]: a structure of functions that the library calls at each operator.
///
/// Confined to the interpreter's thread, on which the calls come. Close it after the interpreter, which keeps the
/// raw pointer.
///
/// Source: TensorFlow 2.21 `profiling/telemetry/c/profiler.h`, `profiling/telemetry/profiler.cc`. The structure
/// "does not comply with ABI stability", in the words of the header.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class ProfilerCallbacks implements NativeResource {
    private static final List<String> CHECKED_VERSIONS = List.of("2.20.", "2.21.");
    private static final int MAX_NAME_LENGTH = 512;

    /// `TfLiteTelemetryProfilerStruct`: data, ReportTelemetryEvent, ReportTelemetryOpEvent, ReportSettings,
    /// ReportBeginOpInvokeEvent, ReportEndOpInvokeEvent, ReportOpInvokeEvent. The library calls each without asking
    /// whether it is there.
    private static final MemoryLayout CALLBACKS =
            MemoryLayout.structLayout(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    private final Profiler profiler;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment struct = arena.allocate(CALLBACKS);

    private ProfilerCallbacks(Profiler profiler) {
        this.profiler = profiler;
        set(1, "event", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
        set(2, "operatorEvent", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        set(3, "settings", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
        set(4, "begin", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG));
        set(5, "end", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        set(6, "operator", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    /// @throws InferenceException for a library that has another structure, or may have
    static ProfilerCallbacks of(Profiler profiler, String libraryVersion) {
        requireChecked(libraryVersion);
        profiler.take();
        return new ProfilerCallbacks(profiler);
    }

    static void requireChecked(String libraryVersion) {
        if (CHECKED_VERSIONS.stream().noneMatch(libraryVersion::startsWith)) {
            throw new InferenceException("a profiler works with TensorFlow Lite 2.20 and 2.21, this library is "
                    + libraryVersion + ", whose profiling interface may be another: use the library that ships");
        }
    }

    private void set(int position, String method, FunctionDescriptor descriptor) {
        MethodType type = descriptor.toMethodType();
        try {
            MethodHandle target = MethodHandles.lookup()
                    .findVirtual(ProfilerCallbacks.class, method, type)
                    .bindTo(this);
            MemorySegment stub = Linker.nativeLinker().upcallStub(target, descriptor, arena);
            struct.setAtIndex(ADDRESS, position, stub);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The structure for the native side.
    MemorySegment pointer() {
        return struct;
    }

    /// `void (*ReportTelemetryEvent)(profiler, const char* event_name, uint64_t status)`: not of interest.
    void event(MemorySegment self, MemorySegment name, long status) {}

    /// `void (*ReportTelemetryOpEvent)(profiler, const char* event_name, int64_t op_idx, int64_t subgraph_idx,
    /// uint64_t status)`: not of interest.
    void operatorEvent(MemorySegment self, MemorySegment name, long operator, long subgraph, long status) {}

    /// `void (*ReportSettings)(profiler, const char* setting_name, const TfLiteTelemetrySettings* settings)`: not
    /// of interest.
    void settings(MemorySegment self, MemorySegment name, MemorySegment settings) {}

    /// `uint32_t (*ReportBeginOpInvokeEvent)(profiler, const char* op_name, int64_t op_idx, int64_t subgraph_idx)`
    int begin(MemorySegment self, MemorySegment name, long operator, long subgraph) {
        try {
            return profiler.begin(string(name));
        } catch (Throwable t) {
            // An exception that leaves an upcall ends the process: kept, and thrown by profile().
            profiler.failed(t);
            return -1; // UINT32_MAX: the library reports no end
        }
    }

    /// `void (*ReportEndOpInvokeEvent)(profiler, uint32_t event_handle)`
    void end(MemorySegment self, int handle) {
        try {
            profiler.end(handle);
        } catch (Throwable t) {
            profiler.failed(t);
        }
    }

    /// `void (*ReportOpInvokeEvent)(profiler, const char* op_name, uint64_t elapsed_time, int64_t op_idx, int64_t
    /// subgraph_idx)`: what a delegate has measured itself, in microseconds.
    void operator(MemorySegment self, MemorySegment name, long micros, long operator, long subgraph) {
        try {
            profiler.kernel(string(name), micros);
        } catch (Throwable t) {
            profiler.failed(t);
        }
    }

    private static String string(MemorySegment name) {
        String whole = name.address() == 0 ? "" : TfLiteC.string(name);
        return whole.substring(0, Math.min(whole.length(), MAX_NAME_LENGTH));
    }

    @Override
    public void close() {
        arena.close();
    }
}
