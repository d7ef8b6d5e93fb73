// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/// A self-signed certificate made by the JDK's keytool and its key, as PEM and as a key store. Immutable.
record TlsFiles(Path store, Path certificate, Path key) {
    static final char[] PASSWORD = "changeit".toCharArray();
    private static final int VALID_DAYS = 90;

    /// @param name a Subject Alternative Name, as `dns:broker.site`
    static TlsFiles make(Path folder, String alias, String name) throws Exception {
        return make(folder, alias, name, "EC", VALID_DAYS);
    }

    /// @param algorithm of the key, EC or RSA
    static TlsFiles make(Path folder, String alias, String name, String algorithm, int validDays) throws Exception {
        Path store = folder.resolve(alias + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-validity",
                Integer.toString(validDays),
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        Path certificate = pem(
                folder.resolve(alias + ".pem"),
                "CERTIFICATE",
                keys.getCertificate(alias).getEncoded());
        Path key = pem(
                folder.resolve(alias + ".key"),
                "PRIVATE KEY",
                keys.getKey(alias, PASSWORD).getEncoded());
        return new TlsFiles(store, certificate, key);
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        if (process.waitFor() != 0) {
            throw new IOException("keytool ended with " + process.exitValue());
        }
    }
}
