// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is made of files that others renew: looked at for each connection, made anew when their content has
/// changed.
///
/// A renewal that can't be used keeps what was made before, and the next connection looks again: it may be half
/// written. Contents are compared and not times, which an `mv` or a clock that was set may leave as they were.
///
/// Thread-safe: one lock.
public final class RenewedFiles<T> implements Supplier<T> {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedFiles.class);

    /// Makes it of the files' contents, by path.
    @FunctionalInterface
    public interface Maker<T> {
        /// @throws Exception with a message that says what is wrong
        T make(Map<Path, byte[]> contents) throws Exception;
    }

    private final Set<Path> files;
    private final Maker<T> maker;
    private final Function<Exception, String> sentence;
    private final Object lock = new Object();
    private String digest;
    private T made;
    private String fault = "";

    /// @param sentence says what could not be made of which files and what to do, for a failure of reading or
    /// making
    /// @throws IllegalArgumentException with that sentence when they can't be used at the start
    public RenewedFiles(Collection<Path> files, Maker<T> maker, Function<Exception, String> sentence) {
        this.files = new TreeSet<>(files);
        this.maker = maker;
        this.sentence = sentence;
        Map<Path, byte[]> contents = contents();
        this.digest = digest(contents);
        this.made = make(contents);
    }

    /// What the files hold now, or held when they could last be used.
    @Override
    public T get() {
        synchronized (lock) {
            try {
                look();
                fault = "";
            } catch (IllegalArgumentException e) {
                tell(String.valueOf(e.getMessage()));
            }
            return made;
        }
    }

    private void look() {
        Map<Path, byte[]> contents = contents();
        String now = digest(contents);
        if (!now.equals(digest)) {
            made = make(contents);
            digest = now;
            LOG.atInfo().log("{} changed: taken for this connection and the next ones", files);
        }
    }

    private void tell(String what) {
        if (!what.equals(fault)) {
            fault = what;
            LOG.atWarn().log("{} Until it is right, what was read before is used; each connection looks again.", what);
        }
    }

    private T make(Map<Path, byte[]> contents) {
        try {
            return maker.make(contents);
        } catch (Exception e) {
            throw new IllegalArgumentException(sentence.apply(e), e);
        }
    }

    private Map<Path, byte[]> contents() {
        Map<Path, byte[]> contents = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                contents.put(file, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new IllegalArgumentException(sentence.apply(readable(file, e)), e);
            }
        }
        return contents;
    }

    private static IOException readable(Path file, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException missing -> "is not there";
            case AccessDeniedException denied -> "can't be read by this user";
            default -> "can't be read: " + e.getMessage();
        };
        return new IOException(file + " " + reason, e);
    }

    private static String digest(Map<Path, byte[]> contents) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] content : contents.values()) {
                sha.update(sha256(content));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] sha256(byte[] content) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }
}
