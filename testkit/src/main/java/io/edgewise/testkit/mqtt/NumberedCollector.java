// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import io.edgewise.testkit.mqtt.Packet.Publish;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/// Counts the results of each number through any number of broken connections: the other side of a loss test.
///
/// Its Session is kept, its subscription is QoS 1, and each message is acknowledged after it is counted; so what the
/// Server accepted is counted at least once, and a count above one is a duplicate.
///
/// Thread-safe. One daemon thread of its own, "numbered-collector-CLIENTID", until [#close()].
public final class NumberedCollector implements AutoCloseable {
    private static final Duration BACK_OFF = Duration.ofMillis(50);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration SESSION = Duration.ofHours(1);
    private static final int SHOWN_NUMBERS = 10;

    private final ConnectOptions options;
    private final String filter;
    private final ToIntFunction<Publish> number;
    private final Thread thread;
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);

    private final ConcurrentMap<Integer, Integer> counts = new ConcurrentHashMap<>();
    private final Queue<Integer> arrivals = new ConcurrentLinkedQueue<>();
    private final Queue<String> unreadable = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private NumberedCollector(ConnectOptions options, String filter, ToIntFunction<Publish> number) {
        if (options.connect().clientId().isEmpty()) {
            throw new IllegalArgumentException("a collector that resumes its Session needs a client id");
        }
        this.options = options.keepingSession(SESSION).withAcks(Acks.AUTOMATIC);
        this.filter = filter;
        this.number = number;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("numbered-collector-" + options.connect().clientId())
                .unstarted(this::run);
    }

    /// Starts to collect; returns when the Server has granted the subscription.
    ///
    /// @param options with a client id; the Session is kept between connections
    /// @param number reads the number out of a result; when it throws, the message counts as [#unreadable()]
    /// @throws ConnectionFailedException when there is no subscription within the options' patience
    public static NumberedCollector start(ConnectOptions options, String filter, ToIntFunction<Publish> number) {
        NumberedCollector collector = new NumberedCollector(options, filter, number);
        collector.thread.start();
        boolean answered = reached(collector.subscribed, options.patience());
        if (!answered || collector.failure.get() != null) {
            collector.close();
            throw new ConnectionFailedException(
                    "collector not subscribed to %s within %s".formatted(filter, options.patience()),
                    collector.failure.get());
        }
        return collector;
    }

    /// Waits until every one of these numbers has at least one result.
    ///
    /// @throws AssertionError that names the first missing numbers, when the limit has passed
    public void awaitAll(Collection<Integer> numbers, Duration limit) {
        try {
            Awaitility.await()
                    .atMost(limit)
                    .pollInterval(POLL)
                    .until(() -> failure.get() != null || counts.keySet().containsAll(numbers));
        } catch (ConditionTimeoutException e) {
            Set<Integer> missing = missing(numbers);
            String first =
                    missing.stream().limit(SHOWN_NUMBERS).map(String::valueOf).collect(Collectors.joining(", "));
            throw new AssertionError(
                    "%d of %d numbers have no result within %s, the first: %s"
                            .formatted(missing.size(), numbers.size(), limit, first),
                    e);
        }
        if (failure.get() != null) {
            throw new AssertionError(thread.getName() + " failed", failure.get());
        }
    }

    /// Those of these numbers that have no result so far, in order.
    public Set<Integer> missing(Collection<Integer> numbers) {
        Set<Integer> missing = new TreeSet<>(numbers);
        missing.removeAll(counts.keySet());
        return missing;
    }

    /// How many results each number has so far; a copy, in order of number.
    public Map<Integer, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /// Numbers with more than one result so far, with how many; a copy, in order.
    public Map<Integer, Integer> duplicates() {
        Map<Integer, Integer> several = counts();
        several.values().removeIf(count -> count == 1);
        return several;
    }

    /// Every number in order of arrival, duplicates too; a copy.
    public List<Integer> arrivals() {
        return List.copyOf(arrivals);
    }

    /// Messages without a readable number: topic and what was wrong; a copy.
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /// Connections made so far.
    public int connections() {
        return connections.get();
    }

    /// Disconnects; the Server keeps the Session.
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(options.patience());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!reached(stop, Duration.ZERO)) {
                collectOverOneConnection();
            }
        } catch (RuntimeException e) {
            failure.set(e);
            subscribed.countDown();
        }
    }

    private void collectOverOneConnection() {
        try (RawMqttClient client = RawMqttClient.connect(options, this::count)) {
            if (!client.connack().sessionPresent()) {
                client.subscribe(filter);
            }
            connections.incrementAndGet();
            subscribed.countDown();
            while (client.isOpen() && !reached(stop, POLL)) {
                // The client's own thread counts.
            }
        } catch (ConnectionFailedException e) {
            // Expected while the test breaks connections; a Server that never comes back shows up in awaitAll.
            boolean _ = reached(stop, BACK_OFF);
        }
    }

    private void count(Publish message) {
        try {
            int read = number.applyAsInt(message);
            arrivals.add(read);
            counts.merge(read, 1, Integer::sum);
        } catch (RuntimeException e) {
            unreadable.add(message.topic() + ": " + e);
        }
    }

    private static boolean reached(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
