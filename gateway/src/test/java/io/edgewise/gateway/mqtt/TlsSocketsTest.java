// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.mqtt.paho.PahoDeviceConnection;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSocketsTest {
    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static TlsFiles broker;
    private static TlsFiles stranger;

    @BeforeAll
    static void makeCertificates() throws Exception {
        vertx = Vertx.vertx();
        broker = TlsFiles.make(folder, "broker", "ip:127.0.0.1");
        stranger = TlsFiles.make(folder, "stranger", "dns:elsewhere");
    }

    @AfterAll
    static void closeVertx() throws Exception {
        vertx.close().await();
    }

    private static TlsSockets trusting(Path ca) {
        return TlsSockets.of(vertx, Optional.of(ca), Optional.empty(), Optional.empty());
    }

    private static SSLSocket connect(TlsSockets sockets, int port) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    @Test
    void speaksTls13WithAServerOfThatAuthorityAndSendsSmallPacketsAtOnce() throws Exception {
        try (TlsServer server = TlsServer.start(broker);
                SSLSocket socket = connect(trusting(broker.certificate()), server.port())) {
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(socket.getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
            assertThat(socket.getTcpNoDelay()).isTrue();
        }
    }

    @Test
    void refusesAServerOfAnotherAuthority() throws Exception {
        try (TlsServer server = TlsServer.start(broker);
                SSLSocket socket = connect(trusting(stranger.certificate()), server.port())) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void saysThatTheAuthorityIsAnother() throws Exception {
        try (TlsServer server = TlsServer.start(broker)) {
            BrokerOptions options = options(server.port(), trusting(stranger.certificate()));

            assertThatThrownBy(() -> PahoDeviceConnection.open(options, "device"))
                    .hasMessageContaining("no connection to mqtts://127.0.0.1:" + server.port())
                    .hasMessageContaining("TLS failed: the broker's certificate is by no authority in broker.ca")
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void refusesAServerThatHasAnotherName() throws Exception {
        try (TlsServer server = TlsServer.start(stranger)) {
            BrokerOptions options = options(server.port(), trusting(stranger.certificate()));

            assertThatThrownBy(() -> PahoDeviceConnection.open(options, "device"))
                    .hasMessageContaining("TLS failed: the broker's certificate is for other names")
                    .hasMessageContaining("127.0.0.1");
        }
    }

    private static BrokerOptions options(int port, TlsSockets sockets) {
        return new BrokerOptions("127.0.0.1", port, true, sockets, Optional.empty(), Optional.empty());
    }

    @Test
    void namesAFileThatIsMissing() {
        Path missing = folder.resolve("missing.pem");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> trusting(missing))
                .withMessageContaining("TLS can't be set up from ca " + missing);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TlsSockets.of(vertx, Optional.empty(), Optional.of(broker.certificate()), Optional.of(missing)))
                .withMessageContaining("key " + missing);
    }

    @Test
    void namesAFileThatIsNoCertificate() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pem"), "not a certificate", StandardCharsets.UTF_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> trusting(text))
                .withMessageContaining("ca " + text)
                .withMessageContaining("BEGIN CERTIFICATE");
    }

    @Test
    void namesAKeyThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsSockets.of(
                        vertx,
                        Optional.of(broker.certificate()),
                        Optional.of(broker.certificate()),
                        Optional.of(broker.certificate())))
                .withMessageContaining("key " + broker.certificate())
                .withMessageContaining("Keys are PEM, EC or RSA, not encrypted");
    }

    @Test
    void takesAnRsaKeyToo() throws Exception {
        TlsFiles rsa = TlsFiles.make(folder, "rsa", "dns:pi", "RSA", 90);
        TlsSockets sockets = TlsSockets.of(
                vertx, Optional.of(broker.certificate()), Optional.of(rsa.certificate()), Optional.of(rsa.key()));
        try (TlsServer server = TlsServer.startAsking(broker);
                SSLSocket socket = connect(sockets, server.port())) {
            socket.startHandshake();

            assertThat(server.clients().awaitCount(1, Duration.ofSeconds(10))).containsExactly("CN=rsa");
        }
    }

    /// TLS would only fail at the broker, with a message that names neither.
    @Test
    void refusesAKeyThatIsNotTheCertificatesOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsSockets.of(
                        vertx, Optional.empty(), Optional.of(broker.certificate()), Optional.of(stranger.key())))
                .withMessageContaining("the key does not belong to the certificate of CN=broker");
    }

    /// Without its key the certificate would be left out in silence.
    @Test
    void wantsCertificateAndKeyTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TlsSockets.of(vertx, Optional.empty(), Optional.of(broker.certificate()), Optional.empty()))
                .withMessageContaining("a certificate needs its key");
    }
}
