// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 digests as 64 lower-case hexadecimal digits, the form in which bundles and manifests state them.
public final class Sha256 {
    /// Large arrays: a cold Java platform reaches the processor's SHA instructions soonest with few, long calls.
    private static final int BLOCK_BYTES = 1 << 20;

    private Sha256() {}

    /// The digest of a file's content.
    ///
    /// @throws UncheckedIOException when the file can't be read
    public static String of(Path file) {
        MessageDigest digest = digest();
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(block) >= 0) {
                digest.update(block.flip());
                block.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file + ": " + e.getMessage(), e);
        }
        return hex(digest);
    }

    /// The digest of the bytes between the buffer's position and its limit; the position moves to the limit.
    public static String of(ByteBuffer bytes) {
        MessageDigest digest = digest();
        byte[] block = new byte[BLOCK_BYTES];
        while (bytes.hasRemaining()) {
            int length = Math.min(block.length, bytes.remaining());
            bytes.get(block, 0, length);
            digest.update(block, 0, length);
        }
        return hex(digest);
    }

    /// A fresh digest, for keys made of several parts.
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
