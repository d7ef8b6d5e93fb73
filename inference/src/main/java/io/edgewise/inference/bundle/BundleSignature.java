// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.signing.SigningKey;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// `bundle.json.sig`: the 64 bytes of an Ed25519 signature of `bundle.json`, which lists every file that
/// counts with its SHA-256 (decision 0031).
public final class BundleSignature {
    /// Its name, beside `bundle.json`.
    public static final String FILE = "bundle.json.sig";

    private static final int BYTES = 64;

    private BundleSignature() {}

    /// Whether there is one, whosever it is.
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /// Signs a bundle whose files are as its `bundle.json` says, in place of a signature that is there.
    ///
    /// @throws BundleException when the bundle is not whole
    /// @throws IOException when the signature can't be written
    public static BundleVerification sign(Path directory, SigningKey key) throws IOException {
        DescriptorFile descriptor = DescriptorFile.read(directory);
        BundleVerification verified = BundleVerification.of(descriptor);
        // Beside its place first: a gateway that reads meanwhile sees the former one or this one, whole.
        Path part = directory.resolve("." + FILE + ".part");
        try {
            Files.write(part, key.sign(descriptor.content()));
            Files.move(part, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return verified;
    }

    /// @throws BundleException when there is no signature, or it is none of the keys'
    static TrustedKey verify(Path directory, byte[] descriptor, TrustedKeys keys) {
        byte[] signature = read(directory, keys);
        return keys.signer(descriptor, signature)
                .orElseThrow(() -> new BundleException(
                        directory,
                        FILE + " is no signature of this bundle.json by " + keys
                                + ": the file was changed after it was signed, or the signature is another bundle's"
                                + " or by another key; take the bundle anew from who signs yours"));
    }

    private static byte[] read(Path directory, TrustedKeys keys) {
        Path file = directory.resolve(FILE);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] signature = in.readNBytes(BYTES + 1);
            if (signature.length == BYTES) {
                return signature;
            }
            throw new BundleException(
                    directory,
                    FILE + " has " + Files.size(file) + " bytes, an Ed25519 signature has " + BYTES
                            + ": it was cut short, or is of another kind; take the bundle anew from who signs yours");
        } catch (NoSuchFileException e) {
            throw new BundleException(
                    directory,
                    "it is not signed: there is no " + FILE + " in it, and one by " + keys
                            + " is required; sign it with edgewise bundle sign, or take one that is signed");
        } catch (IOException e) {
            throw new BundleException(directory, FILE + " can't be read: " + e);
        }
    }
}
