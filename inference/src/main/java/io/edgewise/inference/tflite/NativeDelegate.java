// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.lang.foreign.MemorySegment;

/// The native object made from a [Delegate]. Close it after the interpreter that uses it.
sealed interface NativeDelegate extends NativeResource permits NativeXnnPack, NativePlugin {
    /// @throws io.edgewise.inference.DelegateException when the delegate doesn't start on this machine
    static NativeDelegate create(TfLiteC c, Delegate delegate) {
        return switch (delegate) {
            case Delegate.XnnPack xnnPack -> NativeXnnPack.create(c, xnnPack);
            case Delegate.External external -> NativePlugin.create(external);
        };
    }

    MemorySegment pointer();
}
