// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import io.edgewise.testkit.mqtt.Packet.Puback;
import io.edgewise.testkit.mqtt.Packet.Publish;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// Publishes the numbers 0 to N-1 at QoS 1 through any number of broken connections: one side of a loss test.
///
/// A number is *accepted* once its PUBACK with a success code has arrived; from then on a message that gets lost is
/// somebody's fault. After a lost connection it connects again and sends what is not acknowledged once more, with DUP
/// and under the same Packet Identifier (MQTT 5.0 section 4.4). A number that the Server refuses is not tried again.
///
/// Thread-safe. One daemon thread of its own, "numbered-publisher-CLIENTID", which ends when every number is settled,
/// or with [#close()]. At most one window of messages is in flight.
public final class NumberedPublisher implements AutoCloseable {
    private static final Duration BACK_OFF = Duration.ofMillis(50);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration SESSION = Duration.ofHours(1);
    private static final Duration GOODBYE = Duration.ofMillis(300);

    private final ConnectOptions options;
    private final int count;
    private final Duration pace;
    private final IntFunction<Publish> message;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    private final NavigableMap<Integer, Integer> packetIdOfUnacked = new ConcurrentSkipListMap<>();
    private final NavigableMap<Integer, Integer> refused = new ConcurrentSkipListMap<>();
    private final Set<Integer> accepted = new ConcurrentSkipListSet<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger resent = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    // Confined to the thread.
    private int next;
    private int lastPacketId;
    private long nextAt;

    private NumberedPublisher(ConnectOptions options, int count, Duration pace, IntFunction<Publish> message) {
        if (options.connect().clientId().isEmpty()) {
            throw new IllegalArgumentException("a publisher that resumes its Session needs a client id");
        }
        this.options = options.keepingSession(SESSION);
        this.count = count;
        this.pace = pace;
        this.message = message;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("numbered-publisher-" + options.connect().clientId())
                .unstarted(this::run);
    }

    /// Starts to publish.
    ///
    /// @param options with a client id and a window; the Session is kept between connections
    /// @param count how many numbers, from 0
    /// @param pace time from one message to the next; zero for as fast as the window allows
    /// @param message made of a number; called again for each re-send. Its QoS and Packet Identifier are replaced
    public static NumberedPublisher start(
            ConnectOptions options, int count, Duration pace, IntFunction<Publish> message) {
        NumberedPublisher publisher = new NumberedPublisher(options, count, pace, message);
        publisher.thread.start();
        return publisher;
    }

    /// Numbers acknowledged with success so far; a copy, in order.
    public Set<Integer> accepted() {
        return new TreeSet<>(accepted);
    }

    /// Numbers that the Server refused, with the reason code of their PUBACK; a copy, in order.
    public Map<Integer, Integer> refused() {
        return new TreeMap<>(refused);
    }

    /// Connections made so far.
    public int connections() {
        return connections.get();
    }

    /// Messages sent again so far.
    public int resent() {
        return resent.get();
    }

    /// Waits until that many numbers are accepted.
    public void awaitAccepted(int numbers, Duration limit) {
        await(() -> accepted.size() >= numbers, limit);
    }

    /// Waits until every number is accepted or refused.
    ///
    /// @return the accepted ones
    public Set<Integer> awaitDone(Duration limit) {
        await(() -> settled() == count, limit);
        return accepted();
    }

    /// Publishes no further number; what is in flight is given up. Accepted numbers stay accepted.
    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(GOODBYE)) {
                thread.interrupt();
                thread.join(options.patience());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Callable<Boolean> done, Duration limit) {
        try {
            Awaitility.await().atMost(limit).pollInterval(POLL).until(() -> failure.get() != null || done.call());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(progress() + " within " + limit, e);
        }
        if (failure.get() != null) {
            throw new AssertionError(progress() + ", then the publisher failed", failure.get());
        }
    }

    private String progress() {
        return "%s: accepted %d and refused %d of %d numbers over %d connections"
                .formatted(thread.getName(), accepted.size(), refused.size(), count, connections.get());
    }

    private int settled() {
        return accepted.size() + refused.size();
    }

    private void run() {
        nextAt = System.nanoTime();
        try {
            while (settled() < count && !stopped(Duration.ZERO)) {
                publishOverOneConnection();
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private void publishOverOneConnection() {
        try (RawMqttClient client = RawMqttClient.connect(options)) {
            connections.incrementAndGet();
            for (int number : packetIdOfUnacked.keySet()) {
                resent.incrementAndGet();
                publish(client, number, message.apply(number).duplicate());
            }
            while (next < count && !stopped(untilNext())) {
                packetIdOfUnacked.put(next, freePacketId());
                publish(client, next, message.apply(next++));
                nextAt += pace.toNanos();
            }
            while (settled() < count && client.isOpen() && !stopped(POLL)) {
                // Only acknowledgements are missing now.
            }
        } catch (ConnectionFailedException e) {
            // Expected while the test breaks connections; a Server that never comes back shows up in await.
            boolean _ = stopped(BACK_OFF);
        }
    }

    private void publish(RawMqttClient client, int number, Publish publish) {
        int packetId = packetIdOfUnacked.getOrDefault(number, 0);
        CompletableFuture<Puback> _ = client.publishAsync(publish.withQos(1).withPacketId(packetId))
                .whenComplete((puback, lost) -> {
                    if (lost == null) {
                        settle(number, puback.reasonCode());
                    }
                });
    }

    private void settle(int number, int reasonCode) {
        if (ReasonCode.isFailure(reasonCode)) {
            refused.put(number, reasonCode);
        } else {
            accepted.add(number);
        }
        packetIdOfUnacked.remove(number);
    }

    private int freePacketId() {
        do {
            lastPacketId = lastPacketId % Packet.MAX_PACKET_ID + 1;
        } while (packetIdOfUnacked.containsValue(lastPacketId));
        return lastPacketId;
    }

    private Duration untilNext() {
        return pace.isZero() ? Duration.ZERO : Duration.ofNanos(Math.max(0, nextAt - System.nanoTime()));
    }

    private boolean stopped(Duration wait) {
        try {
            return stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
