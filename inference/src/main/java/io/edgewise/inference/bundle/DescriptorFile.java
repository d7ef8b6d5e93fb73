// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.Sha256;
import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentSection;
import io.edgewise.inference.document.JsonDocument;
import io.edgewise.inference.document.Problems;
import io.edgewise.inference.document.Section;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// The bytes of a `bundle.json`, read once: what is verified is what is parsed, whatever becomes of the file
/// meanwhile. Immutable.
public final class DescriptorFile {
    static final String NAME = "bundle.json";
    /// A hundred times a large one; a model that was given this name by mistake is not read into memory.
    private static final int MAX_BYTES = 4 << 20;

    private final Path directory;
    private final byte[] content;

    private DescriptorFile(Path directory, byte[] content) {
        this.directory = directory;
        this.content = content;
    }

    /// Reads the file of a bundle.
    ///
    /// @throws BundleException when there is none, or it can't be read
    public static DescriptorFile read(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new BundleException(
                    directory,
                    Files.isDirectory(directory) ? "there is no bundle.json in it" : "there is no such directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw unreadable(
                        directory, "it has " + Files.size(file) + " bytes, at most " + MAX_BYTES + " are read");
            }
            return new DescriptorFile(directory, content);
        } catch (IOException e) {
            throw unreadable(directory, e.toString());
        }
    }

    private static BundleException unreadable(Path directory, String why) {
        return new BundleException(directory, "bundle.json can't be read: " + why);
    }

    /// Where it lies.
    public Path directory() {
        return directory;
    }

    byte[] content() {
        return content.clone();
    }

    /// By which an overlay knows the bundle.
    public String sha256() {
        return Sha256.of(ByteBuffer.wrap(content));
    }

    /// Whose signature lies beside it. To be asked before anything in the file is believed.
    ///
    /// @throws BundleException when there is none, or it is none of theirs
    public TrustedKey signedBy(TrustedKeys keys) {
        return BundleSignature.verify(directory, content, keys);
    }

    /// What it says.
    ///
    /// @throws BundleException with everything that is wrong
    public BundleDescriptor describe() {
        if (isGenerator()) {
            throw new BundleException(
                    directory,
                    "it writes texts (task generation): it can be asked with a prompt"
                            + " (edgewise ask), and is no model of the steps moderate, extract and classify");
        }
        return read(BundleDescriptorReader::read);
    }

    /// What it says, of a bundle that writes texts.
    ///
    /// @throws BundleException with everything that is wrong
    public GeneratorDescriptor describeGenerator() {
        if (!isGenerator()) {
            throw new BundleException(directory, "it reads texts and writes none: its task is not generation");
        }
        return read(GeneratorDescriptorReader::read);
    }

    /// Whether it is one that writes texts.
    ///
    /// @throws BundleException when it is no JSON
    public boolean isGenerator() {
        return document() instanceof Mapping root
                && root.entries().get("task") instanceof Scalar task
                && task.raw().equals(GeneratorDescriptor.TASK);
    }

    private DocumentNode document() {
        try {
            return JsonDocument.parse(content);
        } catch (IllegalArgumentException e) {
            throw unreadable(directory, String.valueOf(e.getMessage()));
        }
    }

    private <T> T read(Function<Section, T> reader) {
        Problems problems = new Problems();
        T descriptor = DocumentSection.read(document(), problems, reader);
        if (!problems.isEmpty()) {
            throw new BundleException(
                    directory,
                    problems.list().stream().map(p -> "bundle.json " + p).toList());
        }
        return descriptor;
    }

    /// What it says, with a site's thresholds in place of its own.
    ///
    /// @throws BundleException with everything that is wrong, and when the overlay does not fit
    public BundleDescriptor describe(SiteOverlay overlay) {
        try {
            return overlay.on(describe(), sha256());
        } catch (IllegalArgumentException e) {
            throw new BundleException(directory, "the site's overlay does not fit: " + e.getMessage());
        }
    }
}
