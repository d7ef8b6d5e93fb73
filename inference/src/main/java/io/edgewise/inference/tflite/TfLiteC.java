// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// The functions of the TensorFlow Lite C API that this module uses, one method each, in header order, with
/// the C prototype above it. No policy here: statuses and null pointers are returned as they come.
///
/// Longer than other files, because it is a table to be held against the headers, with nothing else in it; calls of
/// the primary graph and of tensors have tables of their own ([PrimaryGraphC], [TensorC]).
///
/// Handles take the function's address as first argument, so one handle per call shape (see [CallShape])
/// serves every library that is loaded, and each shape is linked when it is first needed: linking all of them
/// up front costs as much processor time as the first hundred inferences.
///
/// Immutable; the functions have the thread rules of the header. Source: TensorFlow 2.21,
/// `tensorflow/lite/c/c_api.h`, `c_api_experimental.h`, `c_api_opaque.h`, `core/c/operator.h`,
/// `delegates/xnnpack/xnnpack_delegate.h`.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class TfLiteC {
    /// `struct TfLiteXNNPackDelegateOptions` returned by value. Declared larger than real (56 bytes in 2.20
    /// and 2.21, 64 later): both ABIs return it in the caller's memory, so a newer library can't write past
    /// it.
    static final MemoryLayout XNNPACK_OPTIONS =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(16, JAVA_LONG).withName("opaque"));

    private final DynamicLoader library;
    private final Functions functions;
    private final PrimaryGraphC primaryGraph;
    private final TensorC tensors;

    TfLiteC(DynamicLoader library) {
        this.library = library;
        this.primaryGraph = new PrimaryGraphC(library);
        this.tensors = new TensorC(library);
        this.functions = new Functions(library);
    }

    /// Addresses that every interpreter needs, looked up once.
    private record Functions(
            MemorySegment getInputTensor,
            MemorySegment getOutputTensor,
            MemorySegment resizeInputTensor,
            MemorySegment allocateTensors,
            MemorySegment invoke,
            MemorySegment tensorType,
            MemorySegment tensorNumDims,
            MemorySegment tensorDim,
            MemorySegment tensorByteSize,
            MemorySegment tensorData) {
        Functions(DynamicLoader library) {
            this(
                    library.symbol("TfLiteSignatureRunnerGetInputTensor"),
                    library.symbol("TfLiteSignatureRunnerGetOutputTensor"),
                    library.symbol("TfLiteSignatureRunnerResizeInputTensor"),
                    library.symbol("TfLiteSignatureRunnerAllocateTensors"),
                    library.symbol("TfLiteSignatureRunnerInvoke"),
                    library.symbol("TfLiteTensorType"),
                    library.symbol("TfLiteTensorNumDims"),
                    library.symbol("TfLiteTensorDim"),
                    library.symbol("TfLiteTensorByteSize"),
                    library.symbol("TfLiteTensorData"));
        }
    }

    /// The functions on a model's primary graph.
    PrimaryGraphC primaryGraph() {
        return primaryGraph;
    }

    /// The functions that describe tensors.
    TensorC tensors() {
        return tensors;
    }

    /// `const char* TfLiteVersion(void)`
    String version() {
        try {
            return string((MemorySegment) CallShape.P.HANDLE.invokeExact(library.symbol("TfLiteVersion")));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `TfLiteModel* TfLiteModelCreateWithErrorReporter(const void* model_data, size_t model_size, void
    /// (*reporter)(void* user_data, const char* format, va_list args), void* user_data)`
    MemorySegment modelCreate(MemorySegment data, MemorySegment reporter) {
        MemorySegment function = library.symbol("TfLiteModelCreateWithErrorReporter");
        try {
            return (MemorySegment)
                    CallShape.P_PLPP.HANDLE.invokeExact(function, data, data.byteSize(), reporter, MemorySegment.NULL);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `void TfLiteModelDelete(TfLiteModel* model)`
    void modelDelete(MemorySegment model) {
        destroy("TfLiteModelDelete", model);
    }

    /// `TfLiteInterpreterOptions* TfLiteInterpreterOptionsCreate(void)`
    MemorySegment optionsCreate() {
        try {
            return (MemorySegment) CallShape.P.HANDLE.invokeExact(library.symbol("TfLiteInterpreterOptionsCreate"));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `void TfLiteInterpreterOptionsDelete(TfLiteInterpreterOptions* options)`
    void optionsDelete(MemorySegment options) {
        destroy("TfLiteInterpreterOptionsDelete", options);
    }

    /// `void TfLiteInterpreterOptionsSetNumThreads(TfLiteInterpreterOptions* options, int32_t num_threads)`
    void optionsSetNumThreads(MemorySegment options, int threads) {
        MemorySegment function = library.symbol("TfLiteInterpreterOptionsSetNumThreads");
        try {
            CallShape.V_PI.HANDLE.invokeExact(function, options, threads);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `void TfLiteInterpreterOptionsAddDelegate(TfLiteInterpreterOptions* options, TfLiteOpaqueDelegate*
    /// delegate)`
    void optionsAddDelegate(MemorySegment options, MemorySegment delegate) {
        MemorySegment function = library.symbol("TfLiteInterpreterOptionsAddDelegate");
        try {
            CallShape.V_PP.HANDLE.invokeExact(function, options, delegate);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `void TfLiteInterpreterOptionsSetErrorReporter(TfLiteInterpreterOptions* options, void
    /// (*reporter)(void*, const char*, va_list), void* user_data)`
    void optionsSetErrorReporter(MemorySegment options, MemorySegment reporter) {
        MemorySegment function = library.symbol("TfLiteInterpreterOptionsSetErrorReporter");
        try {
            CallShape.V_PPP.HANDLE.invokeExact(function, options, reporter, MemorySegment.NULL);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `void TfLiteInterpreterOptionsSetTelemetryProfiler(TfLiteInterpreterOptions* options,
    /// TfLiteTelemetryProfilerStruct* profiler)`
    void optionsSetTelemetryProfiler(MemorySegment options, MemorySegment profiler) {
        MemorySegment function = library.symbol("TfLiteInterpreterOptionsSetTelemetryProfiler");
        try {
            CallShape.V_PP.HANDLE.invokeExact(function, options, profiler);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `TfLiteInterpreter* TfLiteInterpreterCreate(const TfLiteModel* model, const TfLiteInterpreterOptions*
    /// options)`
    MemorySegment interpreterCreate(MemorySegment model, MemorySegment options) {
        return pointer("TfLiteInterpreterCreate", model, options);
    }

    /// `void TfLiteInterpreterDelete(TfLiteInterpreter* interpreter)`
    void interpreterDelete(MemorySegment interpreter) {
        destroy("TfLiteInterpreterDelete", interpreter);
    }

    /// `int32_t TfLiteInterpreterGetSignatureCount(const TfLiteInterpreter* interpreter)`
    int signatureCount(MemorySegment interpreter) {
        return integer(library.symbol("TfLiteInterpreterGetSignatureCount"), interpreter);
    }

    /// `const char* TfLiteInterpreterGetSignatureKey(const TfLiteInterpreter* interpreter, int32_t
    /// signature_index)`
    String signatureKey(MemorySegment interpreter, int index) {
        return string(pointer("TfLiteInterpreterGetSignatureKey", interpreter, index));
    }

    /// `TfLiteSignatureRunner* TfLiteInterpreterGetSignatureRunner(const TfLiteInterpreter* interpreter, const
    /// char* signature_key)`
    MemorySegment signatureRunner(MemorySegment interpreter, MemorySegment key) {
        return pointer("TfLiteInterpreterGetSignatureRunner", interpreter, key);
    }

    /// `size_t TfLiteSignatureRunnerGetInputCount(const TfLiteSignatureRunner* signature_runner)`
    long inputCount(MemorySegment runner) {
        return size(library.symbol("TfLiteSignatureRunnerGetInputCount"), runner);
    }

    /// `const char* TfLiteSignatureRunnerGetInputName(const TfLiteSignatureRunner* signature_runner, const
    /// int32_t input_index)`
    String inputName(MemorySegment runner, int index) {
        return string(pointer("TfLiteSignatureRunnerGetInputName", runner, index));
    }

    /// `size_t TfLiteSignatureRunnerGetOutputCount(const TfLiteSignatureRunner* signature_runner)`
    long outputCount(MemorySegment runner) {
        return size(library.symbol("TfLiteSignatureRunnerGetOutputCount"), runner);
    }

    /// `const char* TfLiteSignatureRunnerGetOutputName(const TfLiteSignatureRunner* signature_runner, int32_t
    /// output_index)`
    String outputName(MemorySegment runner, int index) {
        return string(pointer("TfLiteSignatureRunnerGetOutputName", runner, index));
    }

    /// `TfLiteTensor* TfLiteSignatureRunnerGetInputTensor(TfLiteSignatureRunner* signature_runner, const char*
    /// input_name)`
    MemorySegment inputTensor(MemorySegment runner, MemorySegment name) {
        return pointer(functions.getInputTensor, runner, name);
    }

    /// `const TfLiteTensor* TfLiteSignatureRunnerGetOutputTensor(const TfLiteSignatureRunner*
    /// signature_runner, const char* output_name)`
    MemorySegment outputTensor(MemorySegment runner, MemorySegment name) {
        return pointer(functions.getOutputTensor, runner, name);
    }

    /// `TfLiteStatus TfLiteSignatureRunnerResizeInputTensor(TfLiteSignatureRunner* signature_runner, const
    /// char* input_name, const int* input_dims, int32_t input_dims_size)`
    int resizeInputTensor(MemorySegment runner, MemorySegment name, MemorySegment dims, int count) {
        try {
            return (int) CallShape.I_PPPI.HANDLE.invokeExact(functions.resizeInputTensor, runner, name, dims, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `TfLiteStatus TfLiteSignatureRunnerAllocateTensors(TfLiteSignatureRunner* signature_runner)`
    int allocateTensors(MemorySegment runner) {
        return status(functions.allocateTensors, runner);
    }

    /// `TfLiteStatus TfLiteSignatureRunnerInvoke(TfLiteSignatureRunner* signature_runner)`
    int invoke(MemorySegment runner) {
        return status(functions.invoke, runner);
    }

    /// `void TfLiteSignatureRunnerDelete(TfLiteSignatureRunner* signature_runner)`
    void runnerDelete(MemorySegment runner) {
        destroy("TfLiteSignatureRunnerDelete", runner);
    }

    /// `TfLiteType TfLiteTensorType(const TfLiteTensor* tensor)`
    int tensorType(MemorySegment tensor) {
        return integer(functions.tensorType, tensor);
    }

    /// `int32_t TfLiteTensorNumDims(const TfLiteTensor* tensor)`
    int tensorNumDims(MemorySegment tensor) {
        return integer(functions.tensorNumDims, tensor);
    }

    /// `int32_t TfLiteTensorDim(const TfLiteTensor* tensor, int32_t dim_index)`
    int tensorDim(MemorySegment tensor, int index) {
        try {
            return (int) CallShape.GETTER_I_PI.HANDLE.invokeExact(functions.tensorDim, tensor, index);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `size_t TfLiteTensorByteSize(const TfLiteTensor* tensor)`
    long tensorByteSize(MemorySegment tensor) {
        return size(functions.tensorByteSize, tensor);
    }

    /// `void* TfLiteTensorData(const TfLiteTensor* tensor)`
    MemorySegment tensorData(MemorySegment tensor) {
        try {
            return (MemorySegment) CallShape.GETTER_P_P.HANDLE.invokeExact(functions.tensorData, tensor);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `TfLiteXNNPackDelegateOptions TfLiteXNNPackDelegateOptionsDefault()`
    MemorySegment xnnpackOptionsDefault(SegmentAllocator allocator) {
        MemorySegment function = library.symbol("TfLiteXNNPackDelegateOptionsDefault");
        try {
            return (MemorySegment) CallShape.XNNPACK_OPTIONS_.HANDLE.invokeExact(function, allocator);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `TfLiteDelegate* TfLiteXNNPackDelegateCreate(const TfLiteXNNPackDelegateOptions* options)`
    MemorySegment xnnpackCreate(MemorySegment options) {
        return pointer("TfLiteXNNPackDelegateCreate", options);
    }

    /// `void TfLiteXNNPackDelegateDelete(TfLiteDelegate* delegate)`
    void xnnpackDelete(MemorySegment delegate) {
        destroy("TfLiteXNNPackDelegateDelete", delegate);
    }

    /// `TfLiteOpaqueDelegate* TfLiteOpaqueDelegateCreate(const TfLiteOpaqueDelegateBuilder*
    /// opaque_delegate_builder)`
    MemorySegment opaqueDelegateCreate(MemorySegment builder) {
        return pointer("TfLiteOpaqueDelegateCreate", builder);
    }

    /// `void TfLiteOpaqueDelegateDelete(TfLiteOpaqueDelegate* delegate)`
    void opaqueDelegateDelete(MemorySegment delegate) {
        destroy("TfLiteOpaqueDelegateDelete", delegate);
    }

    /// `TfLiteStatus TfLiteOpaqueContextGetExecutionPlan(TfLiteOpaqueContext* opaque_context, TfLiteIntArray**
    /// execution_plan)`
    int executionPlan(MemorySegment context, MemorySegment planOut) {
        try {
            return (int) CallShape.I_PP.HANDLE.invokeExact(
                    library.symbol("TfLiteOpaqueContextGetExecutionPlan"), context, planOut);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `TfLiteStatus TfLiteOpaqueContextGetNodeAndRegistration(struct TfLiteOpaqueContext*, int node_index,
    /// TfLiteOpaqueNode** node, TfLiteOperator** registration_external)`
    int nodeAndOperator(MemorySegment context, int node, MemorySegment nodeOut, MemorySegment operatorOut) {
        MemorySegment function = library.symbol("TfLiteOpaqueContextGetNodeAndRegistration");
        try {
            return (int) CallShape.I_PIPP.HANDLE.invokeExact(function, context, node, nodeOut, operatorOut);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `const TfLiteOpaqueTensor* TfLiteOpaqueNodeGetInput(const TfLiteOpaqueContext* opaque_context, const
    /// TfLiteOpaqueNode* opaque_node, int index)`
    MemorySegment nodeInput(MemorySegment context, MemorySegment node, int index) {
        MemorySegment function = library.symbol("TfLiteOpaqueNodeGetInput");
        try {
            return (MemorySegment) CallShape.P_PPI.HANDLE.invokeExact(function, context, node, index);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// `int TfLiteOpaqueNodeNumberOfInputs(const TfLiteOpaqueNode* opaque_node)`
    int nodeInputCount(MemorySegment node) {
        return integer(library.symbol("TfLiteOpaqueNodeNumberOfInputs"), node);
    }

    /// `TfLiteType TfLiteOpaqueTensorType(const TfLiteOpaqueTensor* opaque_tensor)`
    int opaqueTensorType(MemorySegment tensor) {
        return integer(library.symbol("TfLiteOpaqueTensorType"), tensor);
    }

    /// `TfLiteBuiltinOperator TfLiteOperatorGetBuiltInCode(const TfLiteOperator* registration)`
    int operatorBuiltinCode(MemorySegment operator) {
        return integer(library.symbol("TfLiteOperatorGetBuiltInCode"), operator);
    }

    /// `const char* TfLiteOperatorGetCustomName(const TfLiteOperator* registration)`
    @Nullable
    String operatorCustomName(MemorySegment operator) {
        MemorySegment name = pointer("TfLiteOperatorGetCustomName", operator);
        return name.address() == 0 ? null : string(name);
    }

    /// `void tflite::logging_internal::MinimalLogger::SetMinimumLogSeverity(LogSeverity)`: C++, so it may be
    /// absent from a library that a site brings; then TFLite's own INFO lines stay on standard error.
    void setMinimumLogSeverity(int severity) {
        MemorySegment function = library.optionalSymbol(
                "_ZN6tflite16logging_internal13MinimalLogger21SetMinimumLogSeverityENS_11LogSeverityE");
        if (function.address() == 0) {
            return;
        }
        try {
            // Returns the former severity.
            int former = (int) CallShape.I_I.HANDLE.invokeExact(function, severity);
            assert former >= 0 : former;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private MemorySegment pointer(String name, MemorySegment a) {
        try {
            return (MemorySegment) CallShape.P_P.HANDLE.invokeExact(library.symbol(name), a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private MemorySegment pointer(String name, MemorySegment a, MemorySegment b) {
        return pointer(library.symbol(name), a, b);
    }

    private static MemorySegment pointer(MemorySegment function, MemorySegment a, MemorySegment b) {
        try {
            return (MemorySegment) CallShape.P_PP.HANDLE.invokeExact(function, a, b);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private MemorySegment pointer(String name, MemorySegment a, int b) {
        try {
            return (MemorySegment) CallShape.P_PI.HANDLE.invokeExact(library.symbol(name), a, b);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static int integer(MemorySegment function, MemorySegment a) {
        try {
            return (int) CallShape.GETTER_I_P.HANDLE.invokeExact(function, a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static long size(MemorySegment function, MemorySegment a) {
        try {
            return (long) CallShape.GETTER_L_P.HANDLE.invokeExact(function, a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static int status(MemorySegment function, MemorySegment a) {
        try {
            return (int) CallShape.I_P.HANDLE.invokeExact(function, a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private void destroy(String name, MemorySegment a) {
        try {
            CallShape.V_P.HANDLE.invokeExact(library.symbol(name), a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /// A C string of the library, copied.
    static String string(MemorySegment pointer) {
        return pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /// A downcall itself throws nothing; an [Error] (out of memory, a failed assertion) passes through.
    static RuntimeException unexpected(Throwable t) {
        return switch (t) {
            case Error e -> throw e;
            case RuntimeException e -> e;
            default -> new IllegalStateException("a native call threw", t);
        };
    }
}
