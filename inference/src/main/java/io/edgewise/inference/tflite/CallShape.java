// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/// The call shapes of the C API, named return_arguments: P pointer, I int32, L size_t, Z bool, V void. The
/// function's address is an argument in front of the others. Each holder class links its shape on first use
/// (56 ms for the first one, 3 to 7 ms for the next), and its handle is a constant to the JIT compiler.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class CallShape {
    private CallShape() {}

    private static final Linker LINKER = Linker.nativeLinker();

    private static MethodHandle call(MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle call(MemoryLayout[] arguments) {
        return LINKER.downcallHandle(FunctionDescriptor.ofVoid(arguments));
    }

    /// Without the thread-state transition: only for getters that return at once and never call back.
    private static MethodHandle getter(MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(FunctionDescriptor.of(result, arguments), Linker.Option.critical(false));
    }

    static final class P {
        static final MethodHandle HANDLE = call(ADDRESS);
    }

    static final class P_P {
        static final MethodHandle HANDLE = call(ADDRESS, ADDRESS);
    }

    static final class P_PP {
        static final MethodHandle HANDLE = call(ADDRESS, ADDRESS, ADDRESS);
    }

    static final class P_PI {
        static final MethodHandle HANDLE = call(ADDRESS, ADDRESS, JAVA_INT);
    }

    static final class P_PPI {
        static final MethodHandle HANDLE = call(ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    }

    static final class P_PLPP {
        static final MethodHandle HANDLE = call(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    }

    static final class P_PPLP {
        static final MethodHandle HANDLE = call(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    }

    static final class V_P {
        static final MethodHandle HANDLE = call(new MemoryLayout[] {ADDRESS});
    }

    static final class V_PP {
        static final MethodHandle HANDLE = call(new MemoryLayout[] {ADDRESS, ADDRESS});
    }

    static final class V_PPP {
        static final MethodHandle HANDLE = call(new MemoryLayout[] {ADDRESS, ADDRESS, ADDRESS});
    }

    static final class V_PI {
        static final MethodHandle HANDLE = call(new MemoryLayout[] {ADDRESS, JAVA_INT});
    }

    static final class I_I {
        static final MethodHandle HANDLE = call(JAVA_INT, JAVA_INT);
    }

    static final class I_P {
        static final MethodHandle HANDLE = call(JAVA_INT, ADDRESS);
    }

    static final class I_LP {
        static final MethodHandle HANDLE = call(JAVA_INT, JAVA_LONG, ADDRESS);
    }

    static final class I_PP {
        static final MethodHandle HANDLE = call(JAVA_INT, ADDRESS, ADDRESS);
    }

    static final class I_PPPI {
        static final MethodHandle HANDLE = call(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    }

    static final class I_PIPP {
        static final MethodHandle HANDLE = call(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    }

    static final class I_PIP {
        static final MethodHandle HANDLE = call(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    }

    static final class I_PIPI {
        static final MethodHandle HANDLE = call(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    }

    static final class I_PIPL {
        static final MethodHandle HANDLE = call(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG);
    }

    static final class I_PZ {
        static final MethodHandle HANDLE = call(JAVA_INT, ADDRESS, JAVA_BOOLEAN);
    }

    static final class QUANTIZATION_P {
        static final MethodHandle HANDLE = call(TensorC.QUANTIZATION, ADDRESS);
    }

    static final class GETTER_I_P {
        static final MethodHandle HANDLE = getter(JAVA_INT, ADDRESS);
    }

    static final class GETTER_I_PI {
        static final MethodHandle HANDLE = getter(JAVA_INT, ADDRESS, JAVA_INT);
    }

    static final class GETTER_L_P {
        static final MethodHandle HANDLE = getter(JAVA_LONG, ADDRESS);
    }

    static final class GETTER_P_P {
        static final MethodHandle HANDLE = getter(ADDRESS, ADDRESS);
    }

    static final class XNNPACK_OPTIONS_ {
        static final MethodHandle HANDLE = call(TfLiteC.XNNPACK_OPTIONS);
    }
}
