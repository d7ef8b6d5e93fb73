// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.inference.signing.KeyPairFiles;
import io.edgewise.inference.signing.SigningKey;
import io.edgewise.inference.signing.TrustedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keys and signatures of tests.
public final class Signatures {
    private Signatures() {}

    /// Makes `NAME.pem` and `NAME.pub`.
    public static TrustedKey key(Path folder, String name) {
        return KeyPairFiles.make(folder.resolve(name + ".pem")).publicKey();
    }

    /// Signs the `bundle.json` of a bundle, whatever is in it.
    public static void sign(Path bundle, Path privateKey) {
        try {
            byte[] json = Files.readAllBytes(bundle.resolve("bundle.json"));
            Files.write(
                    bundle.resolve("bundle.json.sig"),
                    SigningKey.read(privateKey).sign(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes something in the `bundle.json` of a bundle that leaves it right.
    public static void tamper(Path bundle) {
        try {
            Path json = bundle.resolve("bundle.json");
            Files.writeString(json, Files.readString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
