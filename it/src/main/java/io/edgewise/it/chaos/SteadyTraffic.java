// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// One message after the other at a steady pace, whatever becomes of them, and how long each takes from the
/// moment it was due to its result.
///
/// Thread-safe. A thread of its own sends; the client's counts.
final class SteadyTraffic implements AutoCloseable {
    private static final int DIGITS = 3;
    private static final long WAIT_SECONDS = 30;

    private final Terminals terminals;
    private final Duration pace;
    private final RawMqttClient client;
    private final ConcurrentMap<String, Long> dueNanos = new ConcurrentHashMap<>();
    private final Histogram micros = new ConcurrentHistogram(DIGITS);
    private final AtomicInteger next = new AtomicInteger();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("steady-traffic").factory());
    private final long begin = System.nanoTime();

    private SteadyTraffic(ConnectOptions options, String filter, Terminals terminals, Duration pace) {
        this.terminals = terminals;
        this.pace = pace;
        this.client = RawMqttClient.connect(options, this::arrived);
        client.subscribe(filter);
    }

    /// Starts to send.
    ///
    /// @param filter of the results
    static SteadyTraffic start(ConnectOptions options, String filter, Terminals terminals, Duration pace) {
        SteadyTraffic traffic = new SteadyTraffic(options, filter, terminals, pace);
        var _ = traffic.sender.scheduleAtFixedRate(traffic::send, 0, pace.toNanos(), TimeUnit.NANOSECONDS);
        return traffic;
    }

    private void send() {
        int number = next.getAndIncrement();
        dueNanos.put(String.valueOf(number), begin + number * pace.toNanos());
        var _ = client.publishAsync(terminals.message(number));
    }

    private void arrived(Publish result) {
        Long due = dueNanos.remove(Ledger.id(result));
        if (due != null) {
            micros.recordValue((System.nanoTime() - due) / 1_000);
        }
    }

    /// Sends nothing more, waits for what is on the way, and tells how long each took.
    ///
    /// @throws IllegalStateException when a message was not answered
    Histogram stop() throws InterruptedException {
        sender.shutdown();
        boolean _ = sender.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS);
        for (int i = 0; i < WAIT_SECONDS && !dueNanos.isEmpty(); i++) {
            TimeUnit.SECONDS.sleep(1);
        }
        if (!dueNanos.isEmpty()) {
            throw new IllegalStateException(
                    "%d of %d messages beside the load were not answered".formatted(dueNanos.size(), next.get()));
        }
        return micros;
    }

    @Override
    public void close() {
        sender.shutdownNow();
        client.close();
    }
}
