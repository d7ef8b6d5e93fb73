// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/// The functions of the C API on a model's primary graph, which every model has, and the cancellation of a
/// run.
///
/// Immutable; the functions have the thread rules of the header. Source: TensorFlow 2.21,
/// `tensorflow/lite/c/c_api.h`, `c_api_experimental.h`.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class PrimaryGraphC {
    private final DynamicLoader library;
    private final MemorySegment getInputTensor;
    private final MemorySegment getOutputTensor;
    private final MemorySegment invoke;

    PrimaryGraphC(DynamicLoader library) {
        this.library = library;
        this.getInputTensor = library.symbol("TfLiteInterpreterGetInputTensor");
        this.getOutputTensor = library.symbol("TfLiteInterpreterGetOutputTensor");
        this.invoke = library.symbol("TfLiteInterpreterInvoke");
    }

    /// `int32_t TfLiteInterpreterGetInputTensorCount(const TfLiteInterpreter* interpreter)`
    int inputCount(MemorySegment interpreter) {
        return integer("TfLiteInterpreterGetInputTensorCount", interpreter);
    }

    /// `int32_t TfLiteInterpreterGetOutputTensorCount(const TfLiteInterpreter* interpreter)`
    int outputCount(MemorySegment interpreter) {
        return integer("TfLiteInterpreterGetOutputTensorCount", interpreter);
    }

    /// `TfLiteTensor* TfLiteInterpreterGetInputTensor(const TfLiteInterpreter* interpreter, int32_t
    /// input_index)`
    MemorySegment inputTensor(MemorySegment interpreter, int index) {
        return tensor(getInputTensor, interpreter, index);
    }

    /// `const TfLiteTensor* TfLiteInterpreterGetOutputTensor(const TfLiteInterpreter* interpreter, int32_t
    /// output_index)`
    MemorySegment outputTensor(MemorySegment interpreter, int index) {
        return tensor(getOutputTensor, interpreter, index);
    }

    /// `const int* TfLiteInterpreterInputTensorIndices(const TfLiteInterpreter* interpreter)`, one element of
    /// it.
    int inputTensorIndex(MemorySegment interpreter, int input) {
        return tensorIndex("TfLiteInterpreterInputTensorIndices", interpreter, input);
    }

    /// `const int* TfLiteInterpreterOutputTensorIndices(const TfLiteInterpreter* interpreter)`, one element of
    /// it.
    int outputTensorIndex(MemorySegment interpreter, int output) {
        return tensorIndex("TfLiteInterpreterOutputTensorIndices", interpreter, output);
    }

    /// `TfLiteStatus TfLiteInterpreterResizeInputTensor(TfLiteInterpreter* interpreter, int32_t input_index,
    /// const int* input_dims, int32_t input_dims_size)`
    int resizeInputTensor(MemorySegment interpreter, int index, MemorySegment dims, int count) {
        MemorySegment function = library.symbol("TfLiteInterpreterResizeInputTensor");
        try {
            return (int) CallShape.I_PIPI.HANDLE.invokeExact(function, interpreter, index, dims, count);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    /// `TfLiteStatus TfLiteInterpreterSetCustomAllocationForTensor(TfLiteInterpreter* interpreter, int
    /// tensor_index, const TfLiteCustomAllocation* allocation, int64_t flags)`
    int setCustomAllocation(MemorySegment interpreter, int tensor, MemorySegment allocation) {
        MemorySegment function = library.symbol("TfLiteInterpreterSetCustomAllocationForTensor");
        try {
            return (int) CallShape.I_PIPL.HANDLE.invokeExact(function, interpreter, tensor, allocation, 0L);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    /// `TfLiteStatus TfLiteInterpreterAllocateTensors(TfLiteInterpreter* interpreter)`
    int allocateTensors(MemorySegment interpreter) {
        return status(library.symbol("TfLiteInterpreterAllocateTensors"), interpreter);
    }

    /// `TfLiteStatus TfLiteInterpreterInvoke(TfLiteInterpreter* interpreter)`
    int invoke(MemorySegment interpreter) {
        return status(invoke, interpreter);
    }

    /// `TfLiteStatus TfLiteInterpreterOptionsEnableCancellation(TfLiteInterpreterOptions* options, bool
    /// enable)`
    int optionsEnableCancellation(MemorySegment options) {
        MemorySegment function = library.symbol("TfLiteInterpreterOptionsEnableCancellation");
        try {
            return (int) CallShape.I_PZ.HANDLE.invokeExact(function, options, true);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    /// `TfLiteStatus TfLiteInterpreterCancel(const TfLiteInterpreter* interpreter)`; any thread may call it.
    int cancel(MemorySegment interpreter) {
        return status(library.symbol("TfLiteInterpreterCancel"), interpreter);
    }

    private int tensorIndex(String name, MemorySegment interpreter, int position) {
        MemorySegment function = library.symbol(name);
        try {
            MemorySegment indices = (MemorySegment) CallShape.P_P.HANDLE.invokeExact(function, interpreter);
            return indices.reinterpret(4L * (position + 1)).getAtIndex(JAVA_INT, position);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    private static MemorySegment tensor(MemorySegment function, MemorySegment interpreter, int index) {
        try {
            return (MemorySegment) CallShape.P_PI.HANDLE.invokeExact(function, interpreter, index);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    private int integer(String name, MemorySegment a) {
        try {
            return (int) CallShape.GETTER_I_P.HANDLE.invokeExact(library.symbol(name), a);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    private static int status(MemorySegment function, MemorySegment a) {
        try {
            return (int) CallShape.I_P.HANDLE.invokeExact(function, a);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }
}
