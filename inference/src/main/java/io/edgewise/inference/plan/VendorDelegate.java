// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A vendor's delegate as a site configures it. Immutable.
///
/// @param name the name in configuration and receipts
/// @param library its shared library, absolute
/// @param options handed to the library as they are
/// @param searchPath folders where the library's own libraries are looked for first
/// @param fixedShapes whether each length of text needs an interpreter of its own, as with Arm NN
/// @param passLimit a pass that takes longer is a hang
/// @param coolOff how long to wait after its first failure before it is tried again; doubled with each further one
public record VendorDelegate(
        String name,
        Path library,
        Map<String, String> options,
        List<Path> searchPath,
        boolean fixedShapes,
        Duration passLimit,
        Duration coolOff) {
    /// Long enough for any pass of a shipped model on a small board, short enough that a message in hand is still
    /// answered in time.
    public static final Duration PASS_LIMIT = Duration.ofSeconds(2);

    /// A device that fell off its bus is back within seconds; one that is broken stays so.
    public static final Duration COOL_OFF = Duration.ofSeconds(30);

    public VendorDelegate {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        searchPath = List.copyOf(searchPath);
    }

    /// The same under another name.
    public VendorDelegate named(String other) {
        return new VendorDelegate(other, library, options, searchPath, fixedShapes, passLimit, coolOff);
    }

    /// The same with another cool-off.
    public VendorDelegate coolingOff(Duration other) {
        return new VendorDelegate(name, library, options, searchPath, fixedShapes, passLimit, other);
    }

    Delegate.External delegate() {
        return new Delegate.External(name, library, options);
    }

    WorkerOptions worker() {
        return WorkerOptions.of(name).searching(searchPath).runningAtMost(passLimit);
    }
}
