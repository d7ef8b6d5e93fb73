// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.gateway.Broker;
import io.edgewise.gateway.StartupException;
import io.edgewise.gateway.config.BrokerConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.doctor.Finding.Level;
import io.edgewise.gateway.mqtt.paho.PahoDeviceConnection;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Connects to the broker, publishes to itself and waits for the message.
final class BrokerExam {
    private static final String WHAT = "broker";
    private static final long ANSWER_SECONDS = 5;

    private BrokerExam() {}

    /// A finding for each broker.
    static List<Finding> look(GatewayConfiguration configuration) {
        return configuration.brokers().values().stream()
                .map(broker -> look(broker, configuration.id()))
                .toList();
    }

    private static Finding look(BrokerConfiguration configured, String gatewayId) {
        if (configured.address() instanceof BrokerConfiguration.Address.Embedded) {
            return Finding.ok(WHAT, "embedded: starts with the gateway, on loopback, in memory");
        }
        Vertx vertx = Vertx.vertx();
        try (Broker broker = Broker.of(configured, vertx)) {
            return roundTrip(broker, gatewayId);
        } catch (StartupException | UncheckedIOException e) {
            return new Finding(Level.UNAVAILABLE, WHAT, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Finding.wrong(WHAT, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding(Level.UNAVAILABLE, WHAT, "interrupted");
        } finally {
            vertx.close().await();
        }
    }

    private static Finding roundTrip(Broker broker, String gatewayId) throws InterruptedException {
        String topic = "edgewise/" + gatewayId + "/doctor/" + UUID.randomUUID();
        long start = System.nanoTime();
        try (PahoDeviceConnection connection = PahoDeviceConnection.open(broker.options(), gatewayId + "-doctor")) {
            long connected = System.nanoTime();
            CountDownLatch back = new CountDownLatch(1);
            connection.subscribe(topic, received -> back.countDown());
            long published = System.nanoTime();
            connection.publish(topic, new byte[] {1}, "doctor");
            if (!back.await(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                return new Finding(
                        Level.UNAVAILABLE,
                        WHAT,
                        broker.options().url() + " took a message on " + topic
                                + " and did not deliver it: check what this user may subscribe to");
            }
            return Finding.ok(
                    WHAT,
                    String.format(
                            Locale.ROOT,
                            "%s: connected in %.0f ms, a message to itself took %.1f ms",
                            broker.options().url(),
                            (connected - start) / 1e6,
                            (System.nanoTime() - published) / 1e6));
        }
    }
}
