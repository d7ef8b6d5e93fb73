// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.edgewise.inference.NativeLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// `dlopen` and `dlsym` of libc, because `SymbolLookup.libraryLookup` hides the loader's own sentence ("wrong ELF
/// class", "version GLIBC_2.34 not found"), which is what an operator needs to read.
///
/// Immutable. Source: dlopen(3), dlsym(3).
@SuppressWarnings("restricted") // calling native code is what this package is for
final class DynamicLoader {
    /// Resolve every symbol now, so that a missing one is an error here and not a dead process later.
    private static final int RTLD_NOW = 2;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle DLOPEN = libc("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle DLSYM = libc("dlsym", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle DLERROR = libc("dlerror", FunctionDescriptor.of(ADDRESS));

    private final Path path;
    private final MemorySegment handle;
    private final String lacking;

    private DynamicLoader(Path path, MemorySegment handle, String lacking) {
        this.path = path;
        this.handle = handle;
        this.lacking = lacking;
    }

    /// Loads a shared library for the rest of the process's life.
    ///
    /// @param lacking what to say of the library when it lacks a function: "it is not …"
    /// @throws NativeLibraryException with the loader's own text
    static DynamicLoader open(Path path, String lacking) {
        MemorySegment handle;
        String error;
        try (Arena arena = Arena.ofConfined()) {
            handle = (MemorySegment) DLOPEN.invokeExact(arena.allocateFrom(path.toString()), RTLD_NOW);
            error = handle.address() == 0 ? lastError() : "";
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
        if (handle.address() == 0) {
            throw new NativeLibraryException(
                    "native library " + path + " can't be loaded: " + error + "." + LoadAdvice.of(error));
        }
        return new DynamicLoader(path, handle, lacking);
    }

    /// The address of an exported symbol.
    ///
    /// @throws NativeLibraryException when the library doesn't have it
    MemorySegment symbol(String name) {
        MemorySegment address = optionalSymbol(name);
        if (address.address() == 0) {
            throw new NativeLibraryException("native library " + path + " has no function " + name + ": " + lacking);
        }
        return address;
    }

    /// The address of an exported symbol, or the null address when the library doesn't have it.
    MemorySegment optionalSymbol(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment) DLSYM.invokeExact(handle, arena.allocateFrom(name));
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    private static String lastError() throws Throwable {
        MemorySegment text = (MemorySegment) DLERROR.invokeExact();
        return text.address() == 0 ? "no reason given" : TfLiteC.string(text);
    }

    private static MethodHandle libc(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
