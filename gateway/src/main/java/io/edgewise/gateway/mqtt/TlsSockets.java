// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS sockets from PEM files, without Nagle's algorithm (see [NoDelaySockets]), TLS 1.2 and 1.3 only.
public final class TlsSockets extends SSLSocketFactory {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLSocketFactory delegate;

    private TlsSockets(SSLSocketFactory delegate) {
        this.delegate = delegate;
    }

    /// @param ca authorities that may have signed the Server's certificate; the platform's when empty
    /// @param certificate this client's chain, with `key`; both or none
    /// @throws IllegalArgumentException with the files' names when one can't be used
    public static TlsSockets of(Vertx vertx, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("TLS: a certificate needs its key, and a key its certificate");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(vertx, certificate, key), authorities(vertx, ca), null);
            return new TlsSockets(context.getSocketFactory());
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "TLS can't be set up from ca " + ca.map(Path::toString).orElse("(platform)")
                            + ", cert " + certificate.map(Path::toString).orElse("(none)")
                            + ", key " + key.map(Path::toString).orElse("(none)") + ": " + e.getMessage()
                            + ". Keys are PEM, EC or RSA, not encrypted; Ed25519 is not supported.",
                    e);
        }
    }

    private static KeyManager[] keys(Vertx vertx, Optional<Path> certificate, Optional<Path> key) throws Exception {
        if (certificate.isEmpty() || key.isEmpty()) {
            return new KeyManager[0];
        }
        return new PemKeyCertOptions()
                .addCertPath(certificate.get().toString())
                .addKeyPath(key.get().toString())
                .getKeyManagerFactory(vertx)
                .getKeyManagers();
    }

    /// Null means the platform's own authorities.
    private static TrustManager @Nullable [] authorities(Vertx vertx, Optional<Path> ca) throws Exception {
        return ca.isEmpty()
                ? null
                : new PemTrustOptions()
                        .addCertPath(ca.get().toString())
                        .getTrustManagerFactory(vertx)
                        .getTrustManagers();
    }

    private static Socket prepared(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        ((SSLSocket) socket).setEnabledProtocols(PROTOCOLS);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return prepared(delegate.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return prepared(delegate.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return prepared(delegate.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return prepared(delegate.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return prepared(delegate.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return prepared(delegate.createSocket(address, port, localAddress, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return delegate.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return delegate.getSupportedCipherSuites();
    }
}
