// SPDX-License-Identifier: Apache-2.0
/// TensorFlow Lite for Java on Linux, and the text tasks built on it.
///
/// From the bottom up: `tflite` calls the native library, `tokenizer` turns text into ids, `bundle` reads and
/// verifies what ships as a model, `encoder` fills one native pass with several messages, `task` turns logits
/// into verdicts and fields, `pattern` finds what needs no model, and `lane` owns the threads on which all of it
/// runs.
///
/// What a newcomer assumes wrongly: no delegate is applied by the C API by itself (without XNNPACK an int8 model is
/// 20 to 46 times slower on x86-64 and can crash on arm64), and an interpreter belongs to one thread.
@NullMarked
package io.edgewise.inference;

import org.jspecify.annotations.NullMarked;
