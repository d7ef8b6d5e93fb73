// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Files that hold keys, or something else.
final class KeyFiles {
    private KeyFiles() {}

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A PEM file of one line.
    static Path pem(Path file, String label, byte[] content) {
        return write(
                file,
                "-----BEGIN " + label + "-----\n" + Base64.getEncoder().encodeToString(content) + "\n-----END " + label
                        + "-----\n");
    }

    static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
