// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.bundle.BundleDescriptor.FileEntry;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A bundle that is whole: its files are as `bundle.json` says, and nothing else is there but what people
/// read. Needs no native library, so that any machine can tell. Immutable.
///
/// @param id name and version, as `moderation@1.0.0`
/// @param files what `bundle.json` lists
/// @param documents files that it does not list: cards, licences and pictures, which no program reads
/// @param signer whose signature it has, if that was asked
public record BundleVerification(
        String id, Map<String, FileEntry> files, List<String> documents, Optional<TrustedKey> signer) {
    /// What a gateway reads is listed, or refused (a `bundle.json` that names a file without listing it can't
    /// be used). So what is not listed is for people; anything but the usual documents is not expected here.
    private static final Pattern DOCUMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*\\.md"
            + "|(README|NOTICE|LICENSE|LICENCE|COPYING|COPYRIGHT)(\\.txt)?"
            + "|plots/[A-Za-z0-9_][A-Za-z0-9._-]*\\.png");

    public BundleVerification {
        files = Map.copyOf(files);
        documents = List.copyOf(documents);
    }

    /// Verifies a bundle, whoever made it.
    ///
    /// @throws BundleException with everything that is wrong
    /// @throws io.edgewise.inference.UnsupportedModelException when the model file is no TFLite model
    public static BundleVerification of(DescriptorFile file) {
        return of(file, Optional.empty());
    }

    /// Verifies a bundle that one of the keys must have signed; the signature comes first.
    ///
    /// @throws BundleException with everything that is wrong
    /// @throws io.edgewise.inference.UnsupportedModelException when the model file is no TFLite model
    public static BundleVerification of(DescriptorFile file, TrustedKeys keys) {
        return of(file, Optional.of(file.signedBy(keys)));
    }

    private static BundleVerification of(DescriptorFile file, Optional<TrustedKey> signer) {
        return file.isGenerator() ? ofGenerator(file, signer) : ofReader(file, signer);
    }

    private static BundleVerification ofReader(DescriptorFile file, Optional<TrustedKey> signer) {
        Bundle bundle = Bundle.open(file, FileDigests.READING);
        bundle.modelFile().close();
        return of(file, bundle.descriptor().id(), bundle.descriptor().files(), signer);
    }

    private static BundleVerification ofGenerator(DescriptorFile file, Optional<TrustedKey> signer) {
        GeneratorBundle bundle = GeneratorBundle.open(file, FileDigests.READING);
        bundle.modelFile().close();
        return of(file, bundle.descriptor().id(), bundle.descriptor().files(), signer);
    }

    private static BundleVerification of(
            DescriptorFile file, String id, Map<String, FileEntry> files, Optional<TrustedKey> signer) {
        List<String> unlisted = unlisted(file.directory(), files.keySet());
        List<String> strangers = unlisted.stream()
                .filter(name -> !DOCUMENT.matcher(name).matches())
                .toList();
        if (!strangers.isEmpty()) {
            throw new BundleException(
                    file.directory(),
                    "bundle.json does not list " + String.join(", ", strangers)
                            + ": beside what it lists, there may be *.md, README, NOTICE, LICENSE and plots/*.png; remove"
                            + " the rest");
        }
        return new BundleVerification(id, files, unlisted, signer);
    }

    /// Bytes of the files that are listed.
    public long bytes() {
        return files.values().stream().mapToLong(FileEntry::bytes).sum();
    }

    private static List<String> unlisted(Path directory, Set<String> files) {
        Set<Path> listed = Stream.concat(files.stream(), Stream.of(DescriptorFile.NAME, BundleSignature.FILE))
                .map(name -> Path.of(name).normalize())
                .collect(Collectors.toSet());
        try {
            Path root = directory.toRealPath();
            try (Stream<Path> all = Files.walk(root)) {
                return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                        .filter(path -> !listed.contains(root.relativize(path)))
                        .map(path -> name(root, path))
                        .sorted()
                        .toList();
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BundleException(directory, "its folder can't be read: " + e);
        }
    }

    /// A link, a pipe or a device is no document, whatever its name.
    private static String name(Path root, Path path) {
        String name = root.relativize(path).toString();
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? name : name + " (no regular file)";
    }
}
