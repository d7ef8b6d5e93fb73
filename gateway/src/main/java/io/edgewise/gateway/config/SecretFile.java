// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a password or a private key is kept.
public sealed interface SecretFile {
    /// Where systemd tells a service that its credentials are.
    String DIRECTORY = "CREDENTIALS_DIRECTORY";

    /// A file of the site's.
    record AtPath(Path path) implements SecretFile {
        @Override
        public Path find(Optional<Path> credentials) {
            return path;
        }
    }

    /// A credential that systemd hands to the service (`systemd.exec`, LoadCredential).
    record Credential(String name) implements SecretFile {
        private static final String PREFIX = "credential:";
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}");

        /// @throws IllegalArgumentException for what can't be the name of a credential
        public Credential {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("credential \"" + name
                        + "\": expected letters, digits, dot, hyphen and underscore, not a dot first");
            }
        }

        @Override
        public Path find(Optional<Path> credentials) {
            return credentials
                    .map(folder -> folder.resolve(name))
                    .orElseThrow(() -> new IllegalArgumentException("credential:" + name
                            + " can't be found: systemd sets $" + DIRECTORY + " for services that have credentials;"
                            + " write LoadCredential=" + name + ":/etc/credstore/" + name
                            + " into the unit, or the path of a file in place of credential:" + name));
        }
    }

    /// As `secret`, `/etc/edgewise/secret` or `credential:mqtt.password`.
    ///
    /// @param folder where relative paths are looked up
    /// @throws IllegalArgumentException for a credential without a name
    static SecretFile parse(String text, Path folder) {
        return text.startsWith(Credential.PREFIX)
                ? new Credential(text.substring(Credential.PREFIX.length()))
                : new AtPath(folder.resolve(text));
    }

    /// The file itself.
    ///
    /// @param credentials the folder that systemd names, if it does
    /// @throws IllegalArgumentException with a sentence when that is needed and missing
    Path find(Optional<Path> credentials);
}
