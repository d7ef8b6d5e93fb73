// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.edgewise.inference.DelegateException;
import io.edgewise.inference.NativeLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The native object of an external delegate, made by its own library.
///
/// The library is loaded here and not by `TfLiteExternalDelegateCreate`, which in 2.21 hands out an uninitialised
/// object when a library or a function is missing, and the next call ends the process. It is never unloaded.
///
/// Source: TensorFlow 2.21, `delegates/external/external_delegate_interface.h`.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class NativePlugin implements NativeDelegate {
    private static final int MAX_REPORTS = 8;

    private final DynamicLoader library;
    private final MemorySegment pointer;
    /// Holds what the delegate may keep pointers to: its options, and the function that it reports to.
    private final Arena arena;

    private NativePlugin(DynamicLoader library, MemorySegment pointer, Arena arena) {
        this.library = library;
        this.pointer = pointer;
        this.arena = arena;
    }

    static NativePlugin create(Delegate.External description) {
        Arena arena = Arena.ofShared();
        try {
            DynamicLoader library = load(description);
            List<String> reports = new ArrayList<>();
            MemorySegment pointer = create(library, description, arena, reports);
            if (pointer.address() == 0) {
                throw new DelegateException("delegate \"" + description.label() + "\" was refused by its library "
                        + description.library() + ": " + sentence(reports));
            }
            return new NativePlugin(library, pointer, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private static DynamicLoader load(Delegate.External description) {
        try {
            DynamicLoader library =
                    DynamicLoader.open(NativeLibrary.at(description.library()).path(), "it is no TFLite delegate");
            library.symbol("tflite_plugin_create_delegate");
            library.symbol("tflite_plugin_destroy_delegate");
            return library;
        } catch (NativeLibraryException e) {
            throw new DelegateException("delegate \"" + description.label() + "\": " + e.getMessage(), e);
        }
    }

    /// `TfLiteDelegate* tflite_plugin_create_delegate(const char* const* options_keys, const char* const*
    /// options_values, size_t num_options, void (*report_error)(const char*))`
    private static MemorySegment create(
            DynamicLoader library, Delegate.External description, Arena arena, List<String> reports) {
        MemorySegment keys = strings(description.options().keySet(), arena);
        MemorySegment values = strings(description.options().values(), arena);
        long count = description.options().size();
        try {
            return (MemorySegment) CallShape.P_PPLP.HANDLE.invokeExact(
                    library.symbol("tflite_plugin_create_delegate"), keys, values, count, stub(reports, arena));
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    private static MemorySegment strings(Collection<String> texts, Arena arena) {
        MemorySegment array = arena.allocate(ADDRESS, Math.max(1, texts.size()));
        int i = 0;
        for (String text : texts) {
            array.setAtIndex(ADDRESS, i++, arena.allocateFrom(text));
        }
        return array;
    }

    private static MemorySegment stub(List<String> reports, Arena arena) {
        try {
            MethodHandle report = MethodHandles.lookup()
                    .findStatic(
                            NativePlugin.class,
                            "report",
                            MethodType.methodType(void.class, List.class, MemorySegment.class))
                    .bindTo(reports);
            return Linker.nativeLinker().upcallStub(report, FunctionDescriptor.ofVoid(ADDRESS), arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `void (*report_error)(const char*)`: only what is said while the delegate is made is of use; later it tells
    /// the interpreter's reporter.
    static void report(List<String> reports, MemorySegment text) {
        String said;
        try {
            said = text.address() == 0 ? "" : TfLiteC.string(text).strip();
        } catch (Throwable t) {
            // An exception that leaves an upcall ends the process.
            said = "unprintable message: " + t;
        }
        synchronized (reports) { // a delegate may have threads of its own
            if (reports.size() < MAX_REPORTS) {
                reports.add(said);
            }
        }
    }

    private static String sentence(List<String> reports) {
        synchronized (reports) {
            return reports.isEmpty() ? "no reason given" : String.join("; ", reports);
        }
    }

    @Override
    public MemorySegment pointer() {
        return pointer;
    }

    /// `void tflite_plugin_destroy_delegate(TfLiteDelegate* delegate)`
    @Override
    public void close() {
        try {
            CallShape.V_P.HANDLE.invokeExact(library.symbol("tflite_plugin_destroy_delegate"), pointer);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
        arena.close();
    }
}
