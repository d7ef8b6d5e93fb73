// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import io.edgewise.inference.FileDigests;
import io.edgewise.inference.NativeLibraryException;
import io.edgewise.inference.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of the native TensorFlow Lite library: the one that ships in a jar, unpacked once to a cache folder,
/// or one that a site brings. Immutable.
///
/// Nothing is downloaded. The shipped file's SHA-256 is pinned in this module and checked at every start, because
/// whoever can change it runs code in this process.
///
/// @param path the file, absolute
public record NativeLibrary(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /// The folder for unpacked files: `EDGEWISE_CACHE`, else systemd's `CACHE_DIRECTORY`, else the user's cache
    /// folder.
    public static Path defaultCache(Map<String, String> environment) {
        for (String name : new String[] {"EDGEWISE_CACHE", "CACHE_DIRECTORY"}) {
            String folder = environment.getOrDefault(name, "");
            if (!folder.isBlank()) {
                return Path.of(folder);
            }
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("edgewise");
    }

    /// The library that ships for this machine, unpacked to `cache` if it isn't there yet.
    ///
    /// @throws NativeLibraryException when the jar lacks it, the folder can't be used, or a digest is wrong
    public static NativeLibrary shipped(Path cache) {
        return shipped(usableFolder(cache), FileDigests.READING);
    }

    /// The library that ships for this machine, unpacked to a folder that [#usableFolder] has checked.
    ///
    /// @throws NativeLibraryException when the jar lacks it, or a digest is wrong
    public static NativeLibrary shipped(Path folder, FileDigests digests) {
        Machine machine = Machine.current();
        Path file = folder.resolve("libtensorflowlite-" + machine.sha256().substring(0, 16) + ".so");
        if (Files.exists(file)) {
            if (sha256(file, digests).equals(machine.sha256())) {
                return new NativeLibrary(file);
            }
            LOG.atWarn().log("native library {} was changed since it was unpacked; unpacking it again", file);
        }
        unpack(machine, folder, file);
        return new NativeLibrary(file);
    }

    /// A library that a site brings, for example one with another delegate built in.
    ///
    /// @throws NativeLibraryException when the file is missing, incomplete, or was built for another machine
    public static NativeLibrary at(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(absolute)) {
            String problem = Files.exists(absolute) ? " is not a file" : " is not there";
            throw new NativeLibraryException("native library " + absolute + problem);
        }
        Machine.current().requireBuiltForThis(absolute);
        return new NativeLibrary(absolute);
    }

    /// A folder for files that will be run: made when it isn't there, refused when others can write to it.
    ///
    /// @return the folder, absolute
    /// @throws NativeLibraryException when it can't be used
    public static Path usableFolder(Path cache) {
        Path folder = cache.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
            permissions.retainAll(WRITABLE_BY_OTHERS);
            if (!permissions.isEmpty()) {
                throw new NativeLibraryException(
                        "cache folder " + folder + " can be written by others, who could then run"
                                + " code in this process: chmod 700 " + folder);
            }
            return folder;
        } catch (IOException | UnsupportedOperationException e) {
            throw new NativeLibraryException(
                    "cache folder " + folder + " can't be used (" + e + "): set EDGEWISE_CACHE to a folder that can",
                    e);
        }
    }

    private static String sha256(Path file, FileDigests digests) {
        try (FileChannel channel = FileChannel.open(file)) {
            return digests.sha256(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "native library " + file + " can't be checked (" + e + "): remove it, it will be unpacked again",
                    e);
        }
    }

    private static void unpack(Machine machine, Path folder, Path file) {
        Path part = null;
        try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(machine.resource())) {
            if (in == null) {
                throw new NativeLibraryException(
                        "no native library on the class path: add io.edgewise:" + machine.artifact());
            }
            part = Files.createTempFile(folder, "unpack", ".so");
            // Written into the file that only its owner may write to; a copy would be made anew, with the umask's
            // rights.
            try (OutputStream out = Files.newOutputStream(part)) {
                in.transferTo(out);
            }
            String digest = Sha256.of(part);
            if (!digest.equals(machine.sha256())) {
                throw new NativeLibraryException("the native library on the class path has SHA-256 " + digest
                        + ", expected " + machine.sha256() + ": the jar was changed or is of another release");
            }
            // Atomic: two processes that start together each see a whole file.
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "native library can't be unpacked to " + folder + " (" + e + "): " + freeSpace(folder)
                            + "; set EDGEWISE_CACHE to a folder with 16 MB free",
                    e);
        } finally {
            deleteIfLeft(part);
        }
    }

    private static void deleteIfLeft(@Nullable Path part) {
        if (part == null) {
            return;
        }
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.atDebug().log("left behind: {} ({})", part, e.toString());
        }
    }

    private static String freeSpace(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getUsableSpace() / 1_000_000 + " MB free";
        } catch (IOException e) {
            return "free space unknown";
        }
    }
}
