// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An Apache ActiveMQ Artemis server that speaks MQTT 5 on loopback, without security and without a disk: what it
/// holds is gone when it ends. Thread-safe once started.
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final long START_SECONDS = 30;
    private static final long MEMORY_BYTES = 32L << 20;

    private final ActiveMQServerImpl server;
    private final int port;

    private EmbeddedBroker(ActiveMQServerImpl server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Starts a broker on loopback.
    ///
    /// @param port TCP port; 0 picks a free one
    /// @throws UncheckedIOException when the port is taken or the broker does not come up
    public static EmbeddedBroker start(int port) {
        int chosen = free(port);
        Configuration configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setSecurityEnabled(false);
        configuration.setJMXManagementEnabled(false);
        configuration.setGlobalMaxSize(MEMORY_BYTES);
        ActiveMQServerImpl server = new ActiveMQServerImpl(configuration);
        try {
            configuration.addAcceptorConfiguration(
                    "mqtt", "tcp://127.0.0.1:" + chosen + "?protocols=MQTT&useEpoll=false&tcpNoDelay=true");
            server.start();
            server.getRemotingService().addIncomingInterceptor(new StrictStrings());
            if (!server.waitForActivation(START_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("not active after " + START_SECONDS + " s");
            }
            // It says that it is active even when the acceptor failed.
            if (server.getRemotingService().getAcceptor("mqtt") == null
                    || !server.getRemotingService().getAcceptor("mqtt").isStarted()) {
                throw new IOException("it does not listen on port " + chosen);
            }
            return new EmbeddedBroker(server, chosen);
        } catch (Exception e) {
            stop(server);
            throw new UncheckedIOException("the embedded broker did not start: " + e.getMessage(), new IOException(e));
        }
    }

    private static int free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "port " + port + " for the embedded broker is taken: is a broker running on this machine already?",
                    e);
        }
    }

    /// The TCP port it listens on, on 127.0.0.1.
    public int port() {
        return port;
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(ActiveMQServerImpl server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.atDebug().setCause(e).log("the embedded broker did not stop in order");
        }
    }
}
