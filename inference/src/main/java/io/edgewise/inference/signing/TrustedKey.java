// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import io.edgewise.inference.Sha256;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Locale;

/// A public key whose signatures are believed, and the file that it stood in. Immutable.
public record TrustedKey(Path file, PublicKey key) {
    private static final int FINGERPRINT_DIGITS = 16;

    /// Reads a PEM file with an Ed25519 key (SubjectPublicKeyInfo).
    ///
    /// @throws KeyFileException when there is no such file, or something else in it
    public static TrustedKey read(Path file) {
        PemFile pem = PemFile.read(file, PemFile.PUBLIC_KEY);
        if (!pem.label().equals(PemFile.PUBLIC_KEY)) {
            throw new KeyFileException(file, wrongKind(file, pem.label()));
        }
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(pem.content());
        try {
            return new TrustedKey(file, Ed25519.keys().generatePublic(encoded));
        } catch (GeneralSecurityException e) {
            String problem = Ed25519.otherAlgorithm(factory -> factory.generatePublic(encoded))
                    .map(name ->
                            "holds a key for " + name + ", expected one for Ed25519: make it with edgewise bundle key")
                    .orElse("is damaged: it holds no public key");
            throw new KeyFileException(file, problem, e);
        }
    }

    /// The commonest mistake is a dangerous one: who has the private key can sign.
    private static String wrongKind(Path file, String label) {
        return label.endsWith("PRIVATE KEY")
                ? "is a private key, expected the public one. Take it away from this machine: it belongs only where"
                        + " bundles are signed. There, openssl pkey -pubout -in " + file.getFileName()
                        + " gives the public one"
                : "holds a " + label.toLowerCase(Locale.ROOT) + ", expected a public key (-----BEGIN PUBLIC KEY-----)";
    }

    /// Whether this key made the signature of the content.
    boolean verifies(byte[] content, byte[] signature) {
        return Ed25519.verify(key, content, signature);
    }

    /// By which people tell keys apart: the first 16 hexadecimal digits of the SHA-256 of the key as DER.
    public String fingerprint() {
        return Sha256.of(ByteBuffer.wrap(key.getEncoded())).substring(0, FINGERPRINT_DIGITS);
    }

    @Override
    public String toString() {
        return file + " (" + fingerprint() + ")";
    }
}
