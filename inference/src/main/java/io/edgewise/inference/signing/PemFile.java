// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One block of a PEM file (RFC 7468): `-----BEGIN PUBLIC KEY-----`, base64, `-----END PUBLIC KEY-----`.
final class PemFile {
    static final String PUBLIC_KEY = "PUBLIC KEY";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    /// A hundred times an Ed25519 key; what was given by mistake is not read into memory.
    private static final int MAX_BYTES = 64 << 10;

    private static final int LINE_LENGTH = 64;
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\R");

    private final Path file;
    private final String label;
    private final String body;

    private PemFile(Path file, String label, String body) {
        this.file = file;
        this.label = label;
        this.body = body;
    }

    /// @param wanted the label that the caller can use, for sentences
    /// @throws KeyFileException when there is no such file, or anything but one block in it
    static PemFile read(Path file, String wanted) {
        String text = text(file);
        Matcher begin = BEGIN.matcher(text);
        if (!begin.find()) {
            throw new KeyFileException(file, noPem(text, wanted));
        }
        String label = begin.group(1);
        String rest = text.substring(begin.end());
        if (begin.find()) {
            throw new KeyFileException(
                    file, "holds more than one PEM block: write one key into a file, and name several files");
        }
        int end = rest.indexOf("-----END " + label + "-----");
        if (end < 0) {
            throw new KeyFileException(file, "was cut short: there is no -----END " + label + "-----");
        }
        return new PemFile(file, label, rest.substring(0, end));
    }

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw new KeyFileException(file, "is a folder: name the PEM file in it");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new KeyFileException(file, "has more than " + MAX_BYTES + " bytes: that is no key");
            }
            return new String(bytes, ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new KeyFileException(file, "is not there", e);
        } catch (AccessDeniedException e) {
            throw new KeyFileException(file, "can't be read by this user", e);
        } catch (IOException e) {
            throw new KeyFileException(file, "can't be read: " + e.getMessage(), e);
        }
    }

    private static String noPem(String text, String wanted) {
        return (text.startsWith("ssh-") ? "is a key of OpenSSH's form" : "is no PEM file")
                + ": expected one that begins with -----BEGIN " + wanted
                + "-----, as edgewise bundle key and openssl write it";
    }

    /// What stands behind BEGIN.
    String label() {
        return label;
    }

    /// What the base64 stands for.
    ///
    /// @throws KeyFileException when it is none
    byte[] content() {
        try {
            return Base64.getDecoder().decode(WHITE_SPACE.matcher(body).replaceAll(""));
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(file, "is damaged: " + e.getMessage(), e);
        }
    }

    /// A file's text.
    static byte[] write(String label, byte[] content) {
        Base64.Encoder base64 = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});
        String body = base64.encodeToString(content);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n").getBytes(US_ASCII);
    }
}
