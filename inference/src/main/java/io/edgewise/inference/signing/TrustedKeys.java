// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keys of which any one may have signed: one, or two while the key changes. Immutable.
///
/// @param keys at least one: nobody's signature is not the same as no signature
public record TrustedKeys(List<TrustedKey> keys) {
    public TrustedKeys {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("expected at least one public key, got none");
        }
    }

    /// Reads PEM files with a key each.
    ///
    /// @throws KeyFileException for the first that can't be used
    public static TrustedKeys read(List<Path> files) {
        return new TrustedKeys(files.stream().map(TrustedKey::read).toList());
    }

    /// Whose signature of the content it is, if it is one of theirs.
    public Optional<TrustedKey> signer(byte[] content, byte[] signature) {
        return keys.stream().filter(key -> key.verifies(content, signature)).findFirst();
    }

    @Override
    public String toString() {
        return keys.stream().map(TrustedKey::toString).collect(Collectors.joining(" or "));
    }
}
