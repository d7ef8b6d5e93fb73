// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// The password in a file's first line, read anew for each connection.
public final class PasswordFile {
    private PasswordFile() {}

    /// @param file of `broker.password-file`
    /// @throws IllegalArgumentException with a sentence when there is no password in it now
    public static Supplier<Secret> of(Path file) {
        return new RenewedFiles<>(
                List.of(file),
                contents -> firstLine(file, contents.values().iterator().next()),
                e -> "broker.password-file " + e.getMessage() + ": write the password into its first line.");
    }

    private static Secret firstLine(Path file, byte[] content) throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8", e);
        }
        String line = text.lines().findFirst().orElse("").strip();
        if (line.isEmpty()) {
            throw new IOException(file + " has an empty first line");
        }
        return new Secret(line);
    }
}
