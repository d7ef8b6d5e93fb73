// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tokenizer.Tokenizer;
import io.edgewise.inference.tokenizer.TokenizerKind;
import java.nio.file.Path;

/// An opened bundle: its descriptor, tokenizer and mapped model, all of them checked against their digests.
///
/// Immutable and thread-safe. The model file is handed to whoever makes a model of it (see [#modelFile]).
public final class Bundle {
    private final DescriptorFile file;
    private final BundleDescriptor descriptor;
    private final Tokenizer tokenizer;
    private final ModelFile modelFile;
    private final GoldenTests goldenTests;

    private Bundle(
            DescriptorFile file,
            BundleDescriptor descriptor,
            Tokenizer tokenizer,
            ModelFile modelFile,
            GoldenTests goldenTests) {
        this.file = file;
        this.descriptor = descriptor;
        this.tokenizer = tokenizer;
        this.modelFile = modelFile;
        this.goldenTests = goldenTests;
    }

    /// Opens a bundle directory and reads every byte of it (see [#open(Path, FileDigests)]).
    public static Bundle open(Path directory) {
        return open(directory, FileDigests.READING);
    }

    /// Opens a bundle directory: reads the descriptor, checks size and SHA-256 of every file, reads the
    /// tokenizer and the golden tests, maps the model.
    ///
    /// @throws BundleException with everything that is wrong
    /// @throws io.edgewise.inference.UnsupportedModelException when the model file is no TFLite model
    public static Bundle open(Path directory, FileDigests digests) {
        return open(DescriptorFile.read(directory), digests);
    }

    /// The same with a `bundle.json` that was read already, and whose signature may have been looked at.
    public static Bundle open(DescriptorFile file, FileDigests digests) {
        Path directory = file.directory();
        BundleDescriptor descriptor = file.describe();
        ModelFile modelFile = BundleFiles.open(
                directory, descriptor.files(), descriptor.model().file(), digests);
        try {
            Tokenizer tokenizer = tokenizer(directory, descriptor);
            GoldenTests golden = GoldenTests.read(directory, descriptor);
            return new Bundle(file, descriptor, tokenizer, modelFile, golden);
        } catch (RuntimeException e) {
            modelFile.close();
            throw e;
        }
    }

    /// The same with a site's thresholds in place of its own; both share tokenizer and model file.
    ///
    /// @throws BundleException when the overlay does not fit
    public Bundle with(SiteOverlay overlay) {
        return new Bundle(file, file.describe(overlay), tokenizer, modelFile, goldenTests);
    }

    /// Reads only the descriptor: what a bundle is, without a look at its files.
    ///
    /// @throws BundleException with everything that is wrong
    public static BundleDescriptor describe(Path directory) {
        return DescriptorFile.read(directory).describe();
    }

    private static Tokenizer tokenizer(Path directory, BundleDescriptor descriptor) {
        Tokenizer tokenizer = BundleFiles.tokenizer(directory, descriptor.tokenizer());
        requireFit(directory, descriptor, tokenizer);
        return tokenizer;
    }

    private static void requireFit(Path directory, BundleDescriptor descriptor, Tokenizer tokenizer) {
        boolean packed = descriptor.model() instanceof ModelEntry.Packed;
        if (packed && (tokenizer.special().classify() < 0 || tokenizer.special().separate() < 0)) {
            throw new BundleException(
                    directory,
                    descriptor.tokenizer().file()
                            + " has no piece to open or to close a model input, which the signature needs");
        }
        int rows = descriptor.model().vocabularySize();
        // Word tables are often padded to a round number; ours with a vocab.txt are not.
        boolean exact = packed
                && descriptor.tokenizer().kind() == TokenizerKind.WORDPIECE
                && descriptor.tokenizer().file().endsWith(".txt");
        if (tokenizer.vocabularySize() > rows || (exact && tokenizer.vocabularySize() < rows)) {
            throw new BundleException(
                    directory,
                    descriptor.tokenizer().file() + " has " + tokenizer.vocabularySize()
                            + " pieces, the model's word table has " + rows
                            + " rows: ids out of range would be looked up; the two"
                            + " files are not of one model");
        }
    }

    /// Where it was opened.
    public Path directory() {
        return file.directory();
    }

    /// What `bundle.json` says.
    public BundleDescriptor descriptor() {
        return descriptor;
    }

    /// The tokenizer that fits the model.
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// The mapped model. Whoever makes a [io.edgewise.inference.tflite.Model] of it owns it from then on.
    public ModelFile modelFile() {
        return modelFile;
    }

    /// What the model must say on this board before it is used.
    public GoldenTests goldenTests() {
        return goldenTests;
    }
}
