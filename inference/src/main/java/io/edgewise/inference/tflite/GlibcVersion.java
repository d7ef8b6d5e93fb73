// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.edgewise.inference.NativeLibraryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The version of the C library that this process runs on, asked before anything native is loaded: the loader of
/// another C library may end the process at a library that was built for glibc. Immutable. Source:
/// gnu_get_libc_version(3).
///
/// @param major 2
/// @param minor 36 of 2.36
record GlibcVersion(int major, int minor) {
    /// What the library that ships was linked with.
    static final GlibcVersion NEEDED = new GlibcVersion(2, 34);

    /// Empty on systems with another C library, such as Alpine's musl.
    @SuppressWarnings("restricted") // calling native code is what this package is for
    static Optional<GlibcVersion> current() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup().find("gnu_get_libc_version").map(function -> {
            try {
                MemorySegment text = (MemorySegment) linker.downcallHandle(function, FunctionDescriptor.of(ADDRESS))
                        .invokeExact();
                return parse(TfLiteC.string(text));
            } catch (Throwable t) {
                throw TfLiteC.unexpected(t);
            }
        });
    }

    static GlibcVersion parse(String text) {
        String[] parts = text.split("\\.", -1);
        return new GlibcVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    /// @param current what the system has
    /// @throws NativeLibraryException when the library that ships can't be loaded on it
    static void require(Optional<GlibcVersion> current) {
        if (current.isEmpty()) {
            throw new NativeLibraryException("this system's C library is not glibc (Alpine's is musl), which the native"
                    + " library was built for." + LoadAdvice.SYSTEMS);
        }
        if (!current.get().isAtLeast(NEEDED)) {
            throw new NativeLibraryException("this system has glibc " + current.get() + ", the native library needs "
                    + NEEDED + "." + LoadAdvice.SYSTEMS);
        }
    }

    private boolean isAtLeast(GlibcVersion least) {
        return major > least.major || (major == least.major && minor >= least.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
