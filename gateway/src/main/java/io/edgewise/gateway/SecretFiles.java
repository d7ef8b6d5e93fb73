// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the files of passwords and keys. Immutable.
///
/// @param credentials the folder of systemd's credentials, if there are any
record SecretFiles(Optional<Path> credentials) {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFiles.class);

    /// Those of this process.
    static SecretFiles ofProcess() {
        return new SecretFiles(
                Optional.ofNullable(System.getenv(SecretFile.DIRECTORY)).map(Path::of));
    }

    /// The file, after a warning when every user of the machine may read it.
    ///
    /// @param key of the configuration
    /// @throws IllegalArgumentException with a sentence when it can't be found
    Path find(String key, SecretFile secret) {
        Path file;
        try {
            file = secret.find(credentials);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
        if (othersRead(file)) {
            LOG.atWarn().log("{} {} can be read by every user of this machine: chmod o-r {}", key, file, file);
        }
        return file;
    }

    private static boolean othersRead(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // whoever reads it says so, and some file systems know no others
        }
    }
}
