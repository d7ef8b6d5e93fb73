// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import io.edgewise.gateway.mqtt.CertificateExpiry.Dated;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// What TLS is set up from, at one moment. Immutable.
///
/// @param expiries of the files, one each
record PemMaterial(SSLContext context, List<Dated> expiries) {
    private static final byte[] PROBE = {1, 2, 3};

    /// Which files: authorities, the client's chain, its key. Immutable.
    record Files(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
        List<Path> all() {
            return Stream.of(ca, certificate, key).flatMap(Optional::stream).toList();
        }
    }

    /// @param contents of all the files
    /// @throws Exception when one of them holds something else, or certificate and key don't fit together
    static PemMaterial of(Vertx vertx, Files files, Map<Path, byte[]> contents) throws Exception {
        KeyManager[] keys = keys(vertx, files, contents);
        TrustManager[] authorities = authorities(vertx, files, contents);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, authorities, null);
        List<Dated> expiries = new ArrayList<>();
        files.certificate()
                .ifPresent(file ->
                        expiries.add(new Dated(file, earliest(owned(keys).chain()))));
        if (authorities != null) {
            files.ca().ifPresent(file -> expiries.add(new Dated(file, latest(authorities))));
        }
        return new PemMaterial(context, expiries);
    }

    private static KeyManager[] keys(Vertx vertx, Files files, Map<Path, byte[]> contents) throws Exception {
        if (files.certificate().isEmpty() || files.key().isEmpty()) {
            return new KeyManager[0];
        }
        KeyManager[] keys = new PemKeyCertOptions()
                .addCertValue(buffer(files.certificate().get(), contents))
                .addKeyValue(buffer(files.key().get(), contents))
                .getKeyManagerFactory(vertx)
                .getKeyManagers();
        Owned owned = owned(keys);
        if (!fits(owned)) {
            throw new GeneralSecurityException("the key does not belong to the certificate of "
                    + owned.chain().getFirst().getSubjectX500Principal());
        }
        return keys;
    }

    /// Null means the platform's own authorities.
    private static TrustManager @Nullable [] authorities(Vertx vertx, Files files, Map<Path, byte[]> contents)
            throws Exception {
        return files.ca().isEmpty()
                ? null
                : new PemTrustOptions()
                        .addCertValue(buffer(files.ca().get(), contents))
                        .getTrustManagerFactory(vertx)
                        .getTrustManagers();
    }

    private static Buffer buffer(Path file, Map<Path, byte[]> contents) {
        return Buffer.buffer(contents.getOrDefault(file, new byte[0]));
    }

    /// The client's own key, and its certificate with those that signed it.
    private record Owned(PrivateKey key, List<X509Certificate> chain) {}

    private static Owned owned(KeyManager[] managers) {
        for (KeyManager manager : managers) {
            for (String type : List.of("EC", "RSA")) {
                if (manager instanceof X509KeyManager keys) {
                    String[] aliases = keys.getClientAliases(type, null);
                    if (aliases != null && aliases.length > 0) {
                        return new Owned(keys.getPrivateKey(aliases[0]), List.of(keys.getCertificateChain(aliases[0])));
                    }
                }
            }
        }
        throw new IllegalArgumentException("the certificate's key is neither EC nor RSA");
    }

    private static boolean fits(Owned owned) throws GeneralSecurityException {
        String algorithm = owned.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(owned.key());
            signing.update(PROBE);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(owned.chain().getFirst().getPublicKey());
            verifying.update(PROBE);
            return verifying.verify(signing.sign());
        } catch (SignatureException | InvalidKeyException e) {
            return false; // keys of two kinds, or of two curves
        }
    }

    private static Instant earliest(List<X509Certificate> chain) {
        return chain.stream()
                .map(PemMaterial::end)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /// Of the last authority: beside one that ends, a file may have its successor already.
    private static Instant latest(TrustManager[] managers) {
        return Arrays.stream(managers)
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .map(PemMaterial::end)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
