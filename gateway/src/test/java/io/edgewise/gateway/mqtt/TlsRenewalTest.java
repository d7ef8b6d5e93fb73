// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.testkit.ManualClock;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates that are renewed while the gateway runs, against a real TLS Server.
class TlsRenewalTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private static Path made;

    private static Vertx vertx;
    private static TlsFiles broker;
    private static TlsFiles old;
    private static TlsFiles renewed;

    @TempDir
    private Path used;

    private Path ca;
    private Path certificate;
    private Path key;
    private int handshakes;

    @BeforeAll
    static void makeCertificates() throws Exception {
        vertx = Vertx.vertx();
        broker = TlsFiles.make(made, "broker", "ip:127.0.0.1");
        old = TlsFiles.make(made, "old", "dns:pi", "EC", 10);
        renewed = TlsFiles.make(made, "renewed", "dns:pi", "EC", 90);
    }

    @AfterAll
    static void closeVertx() throws Exception {
        vertx.close().await();
    }

    @BeforeEach
    void install() throws IOException {
        ca = Files.copy(broker.certificate(), used.resolve("ca.pem"));
        certificate = Files.copy(renewed.certificate(), used.resolve("gw.pem"));
        key = Files.copy(renewed.key(), used.resolve("gw.key"));
    }

    private TlsSockets sockets(ManualClock clock) {
        return TlsSockets.of(
                vertx, new PemMaterial.Files(Optional.of(ca), Optional.of(certificate), Optional.of(key)), clock);
    }

    private TlsSockets sockets() {
        return sockets(new ManualClock(Instant.now()));
    }

    private void install(TlsFiles files) throws IOException {
        Files.copy(files.certificate(), certificate, REPLACE_EXISTING);
        Files.copy(files.key(), key, REPLACE_EXISTING);
    }

    private String shownTo(TlsServer server, TlsSockets sockets) throws IOException {
        try (SSLSocket socket = (SSLSocket) sockets.createSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            socket.startHandshake();
        }
        return server.clients().awaitCount(++handshakes, SOON).getLast();
    }

    @Test
    void aRenewedCertificateIsShownOnTheNextConnection(ExpectedLogs logs) throws Exception {
        logs.expect("expires on"); // the old one
        install(old);
        try (TlsServer server = TlsServer.startAsking(broker)) {
            TlsSockets sockets = sockets();
            assertThat(shownTo(server, sockets)).isEqualTo("CN=old");

            install(renewed);

            assertThat(shownTo(server, sockets)).isEqualTo("CN=renewed");
        }
    }

    /// Renewals by link, and some by copy, leave the time and the size as they were.
    @Test
    void aRenewalIsSeenWhateverTheTimeOfTheFileSays() throws Exception {
        Path text = Files.writeString(used.resolve("text"), "one");
        RenewedFiles<String> files = new RenewedFiles<>(
                List.of(text), contents -> new String(contents.get(text), UTF_8), Exception::toString);
        FileTime time = Files.getLastModifiedTime(text);

        Files.writeString(text, "two");
        Files.setLastModifiedTime(text, time);

        assertThat(files.get()).isEqualTo("two");
    }

    @Test
    void aRenewedAuthorityIsTrusted() throws Exception {
        Files.copy(renewed.certificate(), ca, REPLACE_EXISTING);
        try (TlsServer server = TlsServer.startAsking(broker)) {
            TlsSockets sockets = sockets();
            assertThatThrownBy(() -> shownTo(server, sockets)).isInstanceOf(SSLException.class);

            Files.copy(broker.certificate(), ca, REPLACE_EXISTING);

            handshakes = 0;
            assertThat(shownTo(server, sockets)).isEqualTo("CN=renewed");
        }
    }

    @Test
    void aHalfWrittenRenewalKeepsTheOldIsToldOnceAndTakenWhenItIsWhole(ExpectedLogs logs) throws Exception {
        String sentence = "TLS can't be set up from ca " + ca + ", cert " + certificate + ", key " + key;
        logs.allow("expires on").expect(sentence);
        install(old);
        try (TlsServer server = TlsServer.startAsking(broker)) {
            TlsSockets sockets = sockets();
            String whole = Files.readString(renewed.certificate());
            Files.writeString(certificate, whole.substring(0, whole.length() / 2));

            assertThat(shownTo(server, sockets)).isEqualTo("CN=old");
            assertThat(shownTo(server, sockets)).isEqualTo("CN=old");
            assertThat(logs.soFar())
                    .filteredOn(log -> log.contains(sentence))
                    .singleElement()
                    .asString()
                    .contains("Until it is right, what was read before is used");

            install(renewed);

            assertThat(shownTo(server, sockets)).isEqualTo("CN=renewed");
        }
    }

    /// Two files are never renewed in one instant.
    @Test
    void aCertificateWhoseKeyIsNotRenewedYetKeepsTheOld(ExpectedLogs logs) throws Exception {
        logs.allow("expires on").expect("the key does not belong to the certificate of CN=renewed");
        install(old);
        try (TlsServer server = TlsServer.startAsking(broker)) {
            TlsSockets sockets = sockets();
            Files.copy(renewed.certificate(), certificate, REPLACE_EXISTING);
            assertThat(shownTo(server, sockets)).isEqualTo("CN=old");

            Files.copy(renewed.key(), key, REPLACE_EXISTING);

            assertThat(shownTo(server, sockets)).isEqualTo("CN=renewed");
        }
    }

    @Test
    void aFileThatIsAwayKeepsTheOld(ExpectedLogs logs) throws Exception {
        logs.expect(key + " is not there");
        try (TlsServer server = TlsServer.startAsking(broker)) {
            TlsSockets sockets = sockets();
            Files.delete(key);

            assertThat(shownTo(server, sockets)).isEqualTo("CN=renewed");
        }
    }

    @Test
    void aCertificateThatSoonExpiresIsToldOnceADay(ExpectedLogs logs) throws Exception {
        logs.expect("TLS: " + certificate + " expires on").expect("in 9 days").expect("in 8 days");
        install(old);
        ManualClock clock = new ManualClock(Instant.now());
        TlsSockets sockets = sockets(clock);

        sockets.createSocket().close();
        clock.advance(Duration.ofHours(23));
        sockets.createSocket().close();
        assertThat(logs.soFar()).hasSize(1);
        clock.advance(Duration.ofHours(2));
        sockets.createSocket().close();

        assertThat(logs.soFar()).hasSize(2);
    }

    @Test
    void aCertificateThatHasExpiredIsTold(ExpectedLogs logs) throws Exception {
        logs.expect("TLS: " + certificate + " expired on");
        install(old);

        sockets(new ManualClock(Instant.now().plus(Duration.ofDays(11))))
                .createSocket()
                .close();
    }

    /// Both stand in one file while an authority is replaced.
    @Test
    void anAuthorityThatSoonExpiresIsToldUnlessItsSuccessorIsThere(ExpectedLogs logs) throws Exception {
        logs.expect("TLS: " + ca + " expires on");
        Files.copy(old.certificate(), ca, REPLACE_EXISTING);
        TlsSockets sockets = sockets();
        sockets.createSocket().close();
        assertThat(logs.soFar()).hasSize(1);

        Files.writeString(ca, Files.readString(old.certificate()) + Files.readString(broker.certificate()));
        sockets().createSocket().close();

        assertThat(logs.soFar()).hasSize(1);
    }
}
