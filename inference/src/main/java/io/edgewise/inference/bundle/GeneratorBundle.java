// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.tflite.ModelFile;
import io.edgewise.inference.tokenizer.PieceBytes;
import io.edgewise.inference.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An opened bundle that writes texts, all of its files checked against their digests. Immutable and
/// thread-safe. The model file is handed to whoever makes a model of it (see [#modelFile]).
public final class GeneratorBundle {
    private final DescriptorFile file;
    private final GeneratorDescriptor descriptor;
    private final Tokenizer tokenizer;
    private final PieceBytes pieces;
    private final ModelFile modelFile;
    private final GoldenPrompts goldenPrompts;

    private GeneratorBundle(
            DescriptorFile file,
            GeneratorDescriptor descriptor,
            Tokenizer tokenizer,
            PieceBytes pieces,
            ModelFile modelFile,
            GoldenPrompts goldenPrompts) {
        this.file = file;
        this.descriptor = descriptor;
        this.tokenizer = tokenizer;
        this.pieces = pieces;
        this.modelFile = modelFile;
        this.goldenPrompts = goldenPrompts;
    }

    /// Opens a bundle: checks size and SHA-256 of every file, reads tokenizer and golden prompts, maps the
    /// model.
    ///
    /// @throws BundleException with everything that is wrong
    /// @throws io.edgewise.inference.UnsupportedModelException when the model file is no TFLite model
    public static GeneratorBundle open(DescriptorFile file, FileDigests digests) {
        Path directory = file.directory();
        GeneratorDescriptor descriptor = file.describeGenerator();
        ModelFile modelFile = BundleFiles.open(
                directory, descriptor.files(), descriptor.model().file(), digests);
        try {
            Tokenizer tokenizer = BundleFiles.tokenizer(directory, descriptor.tokenizer());
            PieceBytes pieces = pieces(directory, descriptor, tokenizer);
            return new GeneratorBundle(
                    file, descriptor, tokenizer, pieces, modelFile, GoldenPrompts.read(directory, descriptor));
        } catch (RuntimeException e) {
            modelFile.close();
            throw e;
        }
    }

    /// A template of which a mark is missing would not be the one that the model was trained with: its rules
    /// would be letters, and it would answer as it likes.
    private static PieceBytes pieces(Path directory, GeneratorDescriptor descriptor, Tokenizer tokenizer) {
        String name = descriptor.tokenizer().file();
        PieceBytes pieces = tokenizer
                .bytes()
                .orElseThrow(() -> new BundleException(
                        directory, name + " can't be turned back into texts: it has to be one of BPE or Unigram"));
        if (pieces.size() > descriptor.model().vocabularySize()) {
            throw new BundleException(
                    directory,
                    name + " has " + pieces.size() + " pieces, the model's word table has "
                            + descriptor.model().vocabularySize() + " rows: the two files are not of one model");
        }
        List<String> strange = descriptor.stop().stream()
                .filter(stop -> pieces.control(stop).isEmpty())
                .toList();
        if (!strange.isEmpty()) {
            throw new BundleException(
                    directory,
                    "bundle.json stop: " + strange + " are no control pieces of " + name + ", so no answer would end");
        }
        Optional<String> unknown = ChatMarks.unknown(descriptor.chat(), pieces);
        if (unknown.isPresent()) {
            throw new BundleException(
                    directory,
                    "bundle.json chat: \"" + unknown.get() + "\" is no control piece of " + name
                            + ": turns would be marked in a way that the model does not know");
        }
        return pieces;
    }

    /// Where it was opened.
    public Path directory() {
        return file.directory();
    }

    /// What `bundle.json` says.
    public GeneratorDescriptor descriptor() {
        return descriptor;
    }

    /// Digest of the model file, as it was checked.
    public String modelSha256() {
        return Objects.requireNonNull(descriptor.files().get(descriptor.model().file()))
                .sha256();
    }

    /// The tokenizer that fits the model.
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// The way back from its pieces.
    public PieceBytes pieces() {
        return pieces;
    }

    /// The mapped model. Whoever makes a [io.edgewise.inference.tflite.Model] of it owns it from then on.
    public ModelFile modelFile() {
        return modelFile;
    }

    /// What the model must say on this board before it is used.
    public GoldenPrompts goldenPrompts() {
        return goldenPrompts;
    }
}
