// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// TLS sockets from PEM files, without Nagle's algorithm (see [NoDelaySockets]), TLS 1.2 and 1.3 only.
///
/// The files are looked at for each socket, so that a renewed certificate is taken without a restart. Thread-safe.
public final class TlsSockets extends SSLSocketFactory {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final RenewedFiles<PemMaterial> material;
    private final CertificateExpiry expiry;

    private TlsSockets(RenewedFiles<PemMaterial> material, CertificateExpiry expiry) {
        this.material = material;
        this.expiry = expiry;
    }

    /// @param ca authorities that may have signed the Server's certificate; the platform's when empty
    /// @param certificate this client's chain, with `key`; both or none
    /// @throws IllegalArgumentException with the files' names when one can't be used
    public static TlsSockets of(Vertx vertx, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
        return of(vertx, new PemMaterial.Files(ca, certificate, key), InstantSource.system());
    }

    static TlsSockets of(Vertx vertx, PemMaterial.Files files, InstantSource clock) {
        if (files.certificate().isPresent() != files.key().isPresent()) {
            throw new IllegalArgumentException("TLS: a certificate needs its key, and a key its certificate");
        }
        RenewedFiles<PemMaterial> material = new RenewedFiles<>(
                files.all(), contents -> PemMaterial.of(vertx, files, contents), e -> sentence(files, e));
        return new TlsSockets(material, new CertificateExpiry(clock));
    }

    private static String sentence(PemMaterial.Files files, Exception e) {
        return "TLS can't be set up from ca " + files.ca().map(Path::toString).orElse("(platform)")
                + ", cert " + files.certificate().map(Path::toString).orElse("(none)")
                + ", key " + files.key().map(Path::toString).orElse("(none)") + ": " + e.getMessage()
                + ". Keys are PEM, EC or RSA, not encrypted; Ed25519 is not supported.";
    }

    /// For one connection, from the files as they are now.
    SSLContext context() {
        PemMaterial now = material.get();
        expiry.look(now.expiries());
        return now.context();
    }

    /// Of TLS, the best first.
    static String[] protocols() {
        return PROTOCOLS.clone();
    }

    private SSLSocketFactory delegate() {
        return context().getSocketFactory();
    }

    private static Socket prepared(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        ((SSLSocket) socket).setEnabledProtocols(PROTOCOLS);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return prepared(delegate().createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return prepared(delegate().createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return prepared(delegate().createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return prepared(delegate().createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return prepared(delegate().createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return prepared(delegate().createSocket(address, port, localAddress, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return delegate().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return delegate().getSupportedCipherSuites();
    }
}
