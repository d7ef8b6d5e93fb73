// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.broker.EmbeddedBroker;
import io.edgewise.gateway.config.BrokerConfiguration;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Embedded;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Remote;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.NoDelaySockets;
import io.edgewise.gateway.mqtt.PasswordFile;
import io.edgewise.gateway.mqtt.TlsSockets;
import io.edgewise.gateway.mqtt.WebSocketSockets;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.SocketFactory;

/// The configured broker as something to connect to; owns the embedded one, if that is what is configured.
public final class Broker implements AutoCloseable {
    private final BrokerOptions options;
    private final Optional<EmbeddedBroker> embedded;

    private Broker(BrokerOptions options, Optional<EmbeddedBroker> embedded) {
        this.options = options;
        this.embedded = embedded;
    }

    /// Reads the password and the TLS files, and starts the embedded broker.
    ///
    /// @throws StartupException when the embedded broker does not start
    /// @throws IllegalArgumentException when a file can't be used
    public static Broker of(BrokerConfiguration configuration, Vertx vertx) {
        return of(configuration, vertx, SecretFiles.ofProcess());
    }

    static Broker of(BrokerConfiguration configuration, Vertx vertx, SecretFiles secrets) {
        return switch (configuration.address()) {
            case Embedded e -> embedded(e);
            case Remote r -> new Broker(remote(r, configuration, vertx, secrets), Optional.empty());
        };
    }

    private static Broker embedded(Embedded address) {
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(address.port());
            BrokerOptions options = new BrokerOptions(
                    "127.0.0.1", broker.port(), false, new NoDelaySockets(), Optional.empty(), Optional.empty());
            return new Broker(options, Optional.of(broker));
        } catch (UncheckedIOException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private static BrokerOptions remote(
            Remote address, BrokerConfiguration configuration, Vertx vertx, SecretFiles secrets) {
        Optional<TlsSockets> tls = address.tls() ? Optional.of(tls(configuration, vertx, secrets)) : Optional.empty();
        return new BrokerOptions(
                address.host(),
                address.port(),
                address.tls(),
                address.webSocket(),
                sockets(address, tls),
                configuration.username(),
                configuration.passwordFile().map(file -> PasswordFile.of(secrets.find("broker.password-file", file))));
    }

    private static SocketFactory sockets(Remote address, Optional<TlsSockets> tls) {
        if (address.webSocket().isPresent()) {
            return new WebSocketSockets(address.uri(), tls);
        }
        return tls.isPresent() ? tls.get() : new NoDelaySockets();
    }

    private static TlsSockets tls(BrokerConfiguration configuration, Vertx vertx, SecretFiles secrets) {
        Optional<Path> key = configuration.key().map(file -> secrets.find("broker.key", file));
        return TlsSockets.of(vertx, configuration.ca(), configuration.certificate(), key);
    }

    /// How to reach it.
    public BrokerOptions options() {
        return options;
    }

    /// Whether it is the one inside, which forgets everything when the gateway ends.
    boolean isEmbedded() {
        return embedded.isPresent();
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedBroker::close);
    }
}
