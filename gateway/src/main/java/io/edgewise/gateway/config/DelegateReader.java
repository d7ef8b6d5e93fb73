// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.document.Section;
import io.edgewise.inference.plan.ArmNnOptions;
import io.edgewise.inference.plan.VendorDelegate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Reads a vendor's delegate.
final class DelegateReader {
    /// Whose delegate it is.
    private enum Kind {
        /// Arm's, for processors with vector units and for Mali graphics.
        ARM_NN,
        /// Any other one with TensorFlow Lite's external delegate interface.
        EXTERNAL
    }

    private final Path folder;

    /// @param folder of the configuration file
    DelegateReader(Path folder) {
        this.folder = folder;
    }

    /// The delegate has no name yet.
    VendorDelegate read(Section s) {
        Kind kind = s.choice("kind", Kind.EXTERNAL, Kind.class, "arm-nn checks the options: ");
        Path library = s.required("library", "/opt/npu/libnpu_delegate.so", folder::resolve, "its shared library");
        Map<String, String> options = s.pairs("options", "CpuAcc", text -> text, "handed to the library as they are");
        boolean fixedShapes = s.flag(
                "fixed-shapes", true, "each length of text has an interpreter of its own; false if it follows lengths");
        if (kind == Kind.ARM_NN) {
            ArmNnOptions.problems(options).forEach(problem -> s.problem("options", problem));
            if (!fixedShapes) {
                s.problem("fixed-shapes", "Arm NN builds its graph for one length; leave it true");
            }
        }
        return new VendorDelegate(
                "",
                library.normalize(),
                kind == Kind.ARM_NN ? ArmNnOptions.withDefaults(options) : options,
                s.list(
                        "search-path",
                        "/opt/npu/lib",
                        folder::resolve,
                        "folders where the library's own libraries are looked for first"),
                fixedShapes,
                limit(s, "pass-limit", VendorDelegate.PASS_LIMIT, "a pass that takes longer is a hang"),
                limit(s, "cool-off", VendorDelegate.COOL_OFF, "from its first failure until it is tried again"));
    }

    private static Duration limit(Section s, String key, Duration fallback, String description) {
        return s.optional(key, fallback.toSeconds() + "s", RouteReader::positive, description);
    }
}
