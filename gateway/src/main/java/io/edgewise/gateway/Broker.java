// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.broker.EmbeddedBroker;
import io.edgewise.gateway.config.BrokerConfiguration;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Embedded;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Remote;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.NoDelaySockets;
import io.edgewise.gateway.mqtt.Secret;
import io.edgewise.gateway.mqtt.TlsSockets;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        return switch (configuration.address()) {
            case Embedded e -> embedded(e);
            case Remote r -> new Broker(remote(r, configuration, vertx), Optional.empty());
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

    private static BrokerOptions remote(Remote address, BrokerConfiguration configuration, Vertx vertx) {
        SocketFactory sockets = address.tls()
                ? TlsSockets.of(vertx, configuration.ca(), configuration.certificate(), configuration.key())
                : new NoDelaySockets();
        return new BrokerOptions(
                address.host(),
                address.port(),
                address.tls(),
                sockets,
                configuration.username(),
                configuration.passwordFile().map(Broker::password));
    }

    private static Secret password(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || lines.getFirst().isBlank()) {
                throw new IllegalArgumentException("broker.password-file " + file + " has an empty first line");
            }
            return new Secret(lines.getFirst().strip());
        } catch (IOException e) {
            throw new IllegalArgumentException("broker.password-file " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    /// How to reach it.
    public BrokerOptions options() {
        return options;
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedBroker::close);
    }
}
