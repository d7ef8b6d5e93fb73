// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the C API tells about a tensor beside its memory (name, dimensions that may change, quantisation), and
/// what gives it other memory. A `TfLiteTensor*` is a `TfLiteOpaqueTensor*`.
///
/// Immutable; the functions have the thread rules of the header. Source: TensorFlow 2.21, `c_api_opaque.h`,
/// `core/c/common.h`.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class TensorC {
    /// `struct TfLiteQuantization { TfLiteQuantizationType type; void* params; }`
    static final MemoryLayout QUANTIZATION =
            MemoryLayout.structLayout(JAVA_INT, MemoryLayout.paddingLayout(4), ADDRESS);

    private static final long PARAMS_OFFSET = 8;
    private static final int AFFINE = 1;

    /// `TfLiteIntArray` and `TfLiteFloatArray`: an int32 size, then the elements.
    private static final AddressLayout ARRAY =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Integer.MAX_VALUE, JAVA_INT));

    /// `struct TfLiteAffineQuantization { TfLiteFloatArray* scale; TfLiteIntArray* zero_point; int32_t
    /// quantized_dimension; }`
    private static final long ZERO_POINT_OFFSET = 8;

    private static final long DIMENSION_OFFSET = 16;
    private static final long AFFINE_BYTES = 24;

    private final DynamicLoader library;

    TensorC(DynamicLoader library) {
        this.library = library;
    }

    /// `const char* TfLiteOpaqueTensorName(const TfLiteOpaqueTensor* opaque_tensor)`
    String name(MemorySegment tensor) {
        MemorySegment function = library.symbol("TfLiteOpaqueTensorName");
        try {
            MemorySegment name = (MemorySegment) CallShape.P_P.HANDLE.invokeExact(function, tensor);
            return name.address() == 0 ? "" : TfLiteC.string(name);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    /// `int32_t TfLiteOpaqueTensorGetNumDimsSignature(const TfLiteOpaqueTensor* opaque_tensor, int32_t*
    /// num_dims)` and `TfLiteStatus TfLiteOpaqueTensorGetDimSignature(const TfLiteOpaqueTensor* opaque_tensor,
    /// int32_t dim_index, int32_t* dim_length)`: -1 stands for a dimension that may change. Empty for a file
    /// that says nothing.
    List<Integer> dimensionsSignature(MemorySegment tensor) {
        MemorySegment count = library.symbol("TfLiteOpaqueTensorGetNumDimsSignature");
        MemorySegment dimension = library.symbol("TfLiteOpaqueTensorGetDimSignature");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            if ((int) CallShape.I_PP.HANDLE.invokeExact(count, tensor, out) != 0) {
                return List.of();
            }
            int dimensions = out.get(JAVA_INT, 0);
            List<Integer> result = new ArrayList<>();
            for (int i = 0; i < dimensions; i++) {
                if ((int) CallShape.I_PIP.HANDLE.invokeExact(dimension, tensor, i, out) != 0) {
                    return List.of();
                }
                result.add(out.get(JAVA_INT, 0));
            }
            return result;
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    /// `TfLiteQuantization TfLiteOpaqueTensorGetQuantization(const TfLiteOpaqueTensor* opaque_tensor)`
    Optional<Quantization> quantization(MemorySegment tensor) {
        MemorySegment function = library.symbol("TfLiteOpaqueTensorGetQuantization");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = (MemorySegment)
                    CallShape.QUANTIZATION_P.HANDLE.invokeExact(function, (SegmentAllocator) arena, tensor);
            MemorySegment params = result.get(ADDRESS, PARAMS_OFFSET);
            return result.get(JAVA_INT, 0) == AFFINE && params.address() != 0
                    ? affine(params.reinterpret(AFFINE_BYTES))
                    : Optional.empty();
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    /// `TfLiteStatus TfLiteTensorRealloc(size_t num_bytes, TfLiteTensor* tensor)`: other memory for a tensor whose
    /// size is its own affair, which strings are. (`TfLiteOpaqueTensorWriteStrings` would also make a vector of the
    /// tensor, whatever shape the graph was built for.)
    int realloc(MemorySegment tensor, long bytes) {
        MemorySegment function = library.symbol("TfLiteTensorRealloc");
        try {
            return (int) CallShape.I_LP.HANDLE.invokeExact(function, bytes, tensor);
        } catch (Throwable t) {
            throw TfLiteC.unexpected(t);
        }
    }

    private static Optional<Quantization> affine(MemorySegment params) {
        MemorySegment scale = params.get(ARRAY, 0);
        MemorySegment zeroPoint = params.get(ARRAY, ZERO_POINT_OFFSET);
        int channels = scale.address() == 0 ? 0 : scale.get(JAVA_INT, 0);
        if (channels == 0) {
            return Optional.empty();
        }
        float[] scales = scale.asSlice(Integer.BYTES, 4L * channels).toArray(JAVA_FLOAT);
        int[] zeroPoints = new int[channels];
        int known = zeroPoint.address() == 0 ? 0 : Math.min(channels, zeroPoint.get(JAVA_INT, 0));
        MemorySegment.copy(zeroPoint, JAVA_INT, Integer.BYTES, zeroPoints, 0, known);
        return Optional.of(new Quantization(scales, zeroPoints, params.get(JAVA_INT, DIMENSION_OFFSET)));
    }
}
