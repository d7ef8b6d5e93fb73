// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.Lines;
import io.edgewise.inference.document.Problems;
import io.edgewise.inference.signing.KeyFileException;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the keys that `inference.require-signature` names, once for each reading of the configuration.
final class SignatureKeys {
    private static final String BLOCK = "inference";
    private static final String KEY = "require-signature";

    private SignatureKeys() {}

    /// The configuration whose models know whose signature they need. When a key can't be read that is a
    /// problem, and the configuration, which must not be used then, comes back as it was.
    ///
    /// @param document what it was read from
    static GatewayConfiguration read(GatewayConfiguration configuration, DocumentNode document, Problems problems) {
        List<Path> files = configuration.inference().requireSignature();
        if (files.isEmpty()) {
            if (stands(document)) {
                add(
                        problems,
                        document,
                        "",
                        "names no key, so that it is unclear whether a signature is needed: name"
                                + " at least one public key, or leave it out");
            }
            return configuration;
        }
        List<TrustedKey> keys = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            try {
                keys.add(TrustedKey.read(files.get(i)));
            } catch (KeyFileException e) {
                add(problems, document, files.size() > 1 ? "[" + i + "]" : "", String.valueOf(e.getMessage()));
            }
        }
        return keys.size() == files.size() ? configuration.signedBy(new TrustedKeys(keys)) : configuration;
    }

    /// An empty list must not pass for no wish at all.
    private static boolean stands(DocumentNode document) {
        return document instanceof Mapping root
                && root.entries().get(BLOCK) instanceof Mapping block
                && block.entries().containsKey(KEY);
    }

    private static void add(Problems problems, DocumentNode document, String item, String message) {
        String path = BLOCK + "." + KEY + item;
        problems.add(path, Lines.of(document, path), message);
    }
}
