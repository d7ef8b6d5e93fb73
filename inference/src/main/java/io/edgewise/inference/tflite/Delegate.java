// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The description of a delegate: what to run the graph on. The interpreter creates and owns the native object.
/// Immutable.
public sealed interface Delegate permits Delegate.XnnPack, Delegate.External {
    /// The name in plans, receipts and configuration.
    String label();

    /// XNNPACK, the optimised CPU kernels inside the library.
    ///
    /// @param threads threads of its pool; 1 is the fastest for short texts, with one interpreter per core
    /// @param flags beside those that make it take int8 weights, which are always set
    /// @param weightCache a file for its packed weights: made when it isn't there, and otherwise mapped, so that
    /// interpreters and processes share them. XNNPACK checks neither that the file belongs to the model nor that it
    /// is whole; a wrong one gives wrong numbers or ends the process.
    record XnnPack(int threads, Set<XnnPackFlag> flags, Optional<Path> weightCache) implements Delegate {
        public XnnPack {
            if (threads < 1) {
                throw new IllegalArgumentException("XNNPACK threads: expected at least 1, got " + threads);
            }
            flags = Collections.unmodifiableSet(flags.isEmpty() ? Set.of() : EnumSet.copyOf(flags));
        }

        /// Without flags and weight cache.
        public XnnPack(int threads) {
            this(threads, Set.of(), Optional.empty());
        }

        /// The same with a file for its packed weights.
        public XnnPack cachedIn(Path file) {
            return new XnnPack(threads, flags, Optional.of(file));
        }

        @Override
        public String label() {
            return "xnnpack";
        }
    }

    /// A delegate in a vendor's shared library, by the interface of TFLite's external delegates.
    ///
    /// Code of the vendor runs in this process: a crash, an abort or a C++ exception in it ends the process, and no
    /// call into it can be cut short.
    ///
    /// @param label the name in plans, receipts and configuration
    /// @param library the shared library, absolute
    /// @param options keys and values that the vendor documents, handed over as they are, in this order
    record External(String label, Path library, Map<String, String> options) implements Delegate {
        public External {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }
}
