// SPDX-License-Identifier: Apache-2.0
/// The TensorFlow Lite C API in Java terms: the only package that uses `java.lang.foreign`.
///
/// ```
/// NativeLibrary ─▶ TensorFlowLite ─▶ Model ─▶ Interpreter ─▶ SignatureRunner ─▶ Tensor
///  (file on disk)   (loaded once)    (mapped)  (one thread)     (one signature)   (view until the next allocate)
/// ```
///
/// [TfLiteC], [PrimaryGraphC] and [TensorC] hold the C functions, [DynamicLoader] `dlopen`; everything else is
/// typed. An interpreter is used either through signature runners or by the positions of its graph's inputs
/// and outputs, never both: that would write the same memory twice.
///
/// Closing goes from right to left and is enforced: a model refuses to close while an interpreter lives,
/// because the interpreter reads the mapped weights. The library is never unloaded; delegates keep threads and
/// exit hooks.
@NullMarked
package io.edgewise.inference.tflite;

import org.jspecify.annotations.NullMarked;
