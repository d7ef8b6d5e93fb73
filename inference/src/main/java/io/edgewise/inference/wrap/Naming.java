// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.bundle.BundleDescriptor;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// What stands in `bundle.json` for people, as far as the caller says it. Immutable.
///
/// @param name short: a-z, 0-9, dot and hyphen; else made of a file's name
/// @param licence SPDX expression
/// @param source where the weights come from
public record Naming(Optional<String> name, Optional<String> licence, Optional<String> source) {
    public static final Naming LEFT_OUT = new Naming(Optional.empty(), Optional.empty(), Optional.empty());

    /// SPDX's word for a licence that nobody has stated.
    private static final String NO_ASSERTION = "NOASSERTION";

    private static final int MOST_NAME = 63;

    /// The name of a bundle: what the caller says, or what a model's file or the bundle's folder is called.
    public String bundleName(Path called) {
        return name.orElseGet(() -> nameOf(called));
    }

    /// A name that is none becomes a problem.
    public void checkName(Path called, Findings findings) {
        String bundle = bundleName(called);
        if (!BundleDescriptor.isName(bundle)) {
            findings.problem("\"" + bundle + "\" is no name of a bundle: a-z, 0-9, dot and hyphen, at most " + MOST_NAME
                    + " (--name)");
        }
    }

    private static String nameOf(Path called) {
        String plain = String.valueOf(called.toAbsolutePath().getFileName())
                .replaceFirst("\\.tflite$", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", "-")
                .replaceFirst("^[.-]+", "")
                .replaceFirst("-+$", "");
        return plain.isEmpty() ? "model" : plain.substring(0, Math.min(plain.length(), MOST_NAME));
    }

    /// The licence of a bundle. That nobody states one is noted.
    ///
    /// @param stated what the model itself says
    public String bundleLicence(Optional<String> stated, Findings findings) {
        return licence.or(() -> stated).orElseGet(() -> {
            findings.note("nobody says under which licence the weights are; find out before you ship them (--licence)");
            return NO_ASSERTION;
        });
    }
}
