// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Set;

/// A new key pair in two files. Immutable.
///
/// @param privateKey that signs; for its owner alone
/// @param publicKey that machines are given
public record KeyPairFiles(Path privateKey, TrustedKey publicKey) {
    static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /// Makes a pair: the private key in the file, the public one beside it, as `release.pub` beside
    /// `release.pem`.
    ///
    /// @throws KeyFileException when one of them is there already, or can't be written
    public static KeyPairFiles make(Path file) {
        Path beside = file.resolveSibling(String.valueOf(file.getFileName()).replaceFirst("\\.pem$", "") + ".pub");
        KeyPair pair = Ed25519.newPair();
        write(beside, PemFile.write(PemFile.PUBLIC_KEY, pair.getPublic().getEncoded()), FOR_ALL);
        try {
            write(file, PemFile.write(PemFile.PRIVATE_KEY, pair.getPrivate().getEncoded()), OWNER_ALONE);
        } catch (KeyFileException e) {
            remove(beside, e);
            throw e;
        }
        return new KeyPairFiles(file, new TrustedKey(beside, pair.getPublic()));
    }

    /// The file is made with its mode: at no time others can read it.
    private static void write(Path file, byte[] content, Set<PosixFilePermission> mode) {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, NEW, PosixFilePermissions.asFileAttribute(mode))) {
            channel.write(ByteBuffer.wrap(content));
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException(
                    file, "is there already, and no key is overwritten: choose another name, or move it away", e);
        } catch (NoSuchFileException e) {
            throw new KeyFileException(file, "can't be made: its folder is not there", e);
        } catch (IOException e) {
            throw new KeyFileException(file, "can't be written: " + e.getMessage(), e);
        }
        requireMode(file, mode);
    }

    /// FAT, as on most USB sticks, has no modes: what is written there is everybody's.
    static void requireMode(Path file, Set<PosixFilePermission> mode) {
        try {
            if (!mode.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
                Files.delete(file);
                throw new KeyFileException(
                        file, "can't be kept from other users: this file system has no modes; choose another place");
            }
        } catch (IOException e) {
            throw new KeyFileException(file, "can't be written: " + e.getMessage(), e);
        }
    }

    private static void remove(Path file, KeyFileException reason) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
