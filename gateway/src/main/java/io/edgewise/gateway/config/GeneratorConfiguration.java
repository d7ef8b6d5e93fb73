// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.GeneratorBundle;
import io.edgewise.inference.bundle.GeneratorDescriptor;
import io.edgewise.inference.document.Section;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import java.nio.file.Path;
import java.util.Optional;

/// A bundle that writes texts. Immutable.
///
/// @param bundle its directory
/// @param context most tokens of a text with its answer; its memory is taken for each of the texts
/// @param texts how many are written at once, in turn
/// @param threads of the graph
/// @param trusted whose signature it needs, if it needs one
public record GeneratorConfiguration(Path bundle, int context, int texts, int threads, Optional<TrustedKeys> trusted) {
    private static final int MOST_CONTEXT = 1 << 20;
    private static final int MOST_TEXTS = 64;
    private static final int MOST_THREADS = 64;

    /// A bundle for which nothing else is configured.
    public static GeneratorConfiguration of(Path bundle) {
        return new GeneratorConfiguration(bundle, 1024, 1, 1, Optional.empty());
    }

    static GeneratorConfiguration read(Section s, Path folder) {
        return new GeneratorConfiguration(
                s.required("bundle", "models/smollm2", folder::resolve, "directory of a bundle that writes texts"),
                s.integer(
                        "context",
                        1024,
                        16,
                        MOST_CONTEXT,
                        "most tokens of a prompt with its answer; memory is taken for each of the texts"),
                s.integer("texts", 1, 1, MOST_TEXTS, "how many texts are written at once, in turn"),
                s.integer(
                        "threads",
                        1,
                        1,
                        MOST_THREADS,
                        "of the graph; more than 1 is faster only on a board that has nothing else to do"),
                Optional.empty());
    }

    /// The same, signed by one of the keys or else refused.
    GeneratorConfiguration signedBy(TrustedKeys keys) {
        return new GeneratorConfiguration(bundle, context, texts, threads, Optional.of(keys));
    }

    /// Whose signature it has, if it needs one.
    ///
    /// @throws io.edgewise.inference.bundle.BundleException when it has none of theirs
    public Optional<TrustedKey> signer() {
        return trusted.map(keys -> DescriptorFile.read(bundle).signedBy(keys));
    }

    /// Nothing of a bundle is believed before this.
    private DescriptorFile file() {
        DescriptorFile file = DescriptorFile.read(bundle);
        trusted.ifPresent(file::signedBy);
        return file;
    }

    /// What the bundle says of itself.
    ///
    /// @throws io.edgewise.inference.bundle.BundleException when it can't be used
    public GeneratorDescriptor describe() {
        return file().describeGenerator();
    }

    /// Opens the bundle. Of one that needs a signature every byte is read.
    ///
    /// @throws io.edgewise.inference.InferenceException when it can't be used
    public GeneratorBundle open(FileDigests digests) {
        return GeneratorBundle.open(file(), trusted.isPresent() ? FileDigests.READING : digests);
    }
}
