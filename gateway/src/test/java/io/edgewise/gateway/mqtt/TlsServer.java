// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import io.edgewise.testkit.Journal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A TLS Server on loopback that shakes hands and listens, one connection after the other. It may ask clients for
/// their certificate, takes any, and writes down whose it was.
final class TlsServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 2_000;

    private final SSLServerSocket socket;
    private final Journal<String> clients = new Journal<>("names of clients");
    private final Thread thread;

    private TlsServer(SSLServerSocket socket) {
        this.socket = socket;
        this.thread = Thread.ofPlatform().daemon().name("tls-server").start(this::serve);
    }

    static TlsServer start(TlsFiles files) throws Exception {
        return new TlsServer(listening(files));
    }

    static TlsServer startAsking(TlsFiles files) throws Exception {
        SSLServerSocket socket = listening(files);
        socket.setNeedClientAuth(true);
        return new TlsServer(socket);
    }

    private static SSLServerSocket listening(TlsFiles files) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(files.store().toFile(), TlsFiles.PASSWORD), TlsFiles.PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Anyone()}, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Who comes is what tests look at.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new IllegalStateException("this is a Server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// As `CN=pi`, for each connection whose client has shown its certificate.
    Journal<String> clients() {
        return clients;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (SSLSocket connection = (SSLSocket) socket.accept()) {
                connection.setSoTimeout(PATIENCE_MILLIS);
                connection.startHandshake();
                if (connection.getNeedClientAuth()) {
                    clients.add(connection.getSession().getPeerPrincipal().getName());
                }
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // A handshake that fails is what some tests are about.
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
