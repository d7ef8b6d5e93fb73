// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

/// A native object with an owner, freed by hand in an order that matters. Closing throws nothing.
sealed interface NativeResource extends AutoCloseable
        permits ErrorReporter, NativeDelegate, ProfilerCallbacks, PlanObserver {
    @Override
    void close();
}
