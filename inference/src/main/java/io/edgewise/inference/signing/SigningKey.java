// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Locale;

/// A private key that signs. Immutable.
public final class SigningKey {
    private final PrivateKey key;

    private SigningKey(PrivateKey key) {
        this.key = key;
    }

    /// Reads a PEM file with an Ed25519 key (PKCS#8, not encrypted).
    ///
    /// @throws KeyFileException when there is no such file, or something else in it
    public static SigningKey read(Path file) {
        PemFile pem = PemFile.read(file, PemFile.PRIVATE_KEY);
        if (!pem.label().equals(PemFile.PRIVATE_KEY)) {
            throw new KeyFileException(file, wrongKind(file, pem.label()));
        }
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(pem.content());
        try {
            return new SigningKey(Ed25519.keys().generatePrivate(encoded));
        } catch (GeneralSecurityException e) {
            String problem = Ed25519.otherAlgorithm(factory -> factory.generatePrivate(encoded))
                    .map(name ->
                            "holds a key for " + name + ", expected one for Ed25519: make it with edgewise bundle key")
                    .orElse("is damaged: it holds no private key");
            throw new KeyFileException(file, problem, e);
        }
    }

    private static String wrongKind(Path file, String label) {
        return switch (label) {
            case "ENCRYPTED PRIVATE KEY" ->
                "is encrypted, and Edgewise asks for no passphrase. Sign with OpenSSL, which does: openssl pkeyutl -sign"
                        + " -inkey " + file.getFileName() + " -rawin -in bundle.json -out bundle.json.sig";
            case PemFile.PUBLIC_KEY -> "is a public key: only the private one signs";
            default ->
                "holds a " + label.toLowerCase(Locale.ROOT) + ", expected a private key (-----BEGIN PRIVATE KEY-----)";
        };
    }

    /// The 64 bytes of a signature.
    public byte[] sign(byte[] content) {
        return Ed25519.sign(key, content);
    }
}
