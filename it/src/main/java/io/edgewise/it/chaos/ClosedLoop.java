// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import io.edgewise.testkit.mqtt.ConnectOptions;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// A number of messages on the way at any time, the next one sent when a result is there: what a gateway can do.
///
/// Confined to one thread.
final class ClosedLoop {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ClosedLoop() {}

    /// Results per second.
    ///
    /// @param filter of the results
    static double perSecond(
            ConnectOptions options, String filter, IntFunction<Publish> message, int onTheWay, Duration duration)
            throws InterruptedException {
        Semaphore room = new Semaphore(onTheWay);
        AtomicInteger results = new AtomicInteger();
        try (RawMqttClient client = RawMqttClient.connect(options.withWindow(onTheWay), _ -> {
            results.incrementAndGet();
            room.release();
        })) {
            client.subscribe(filter);
            long begin = System.nanoTime();
            for (int number = 0; System.nanoTime() - begin < duration.toNanos(); number++) {
                take(room, 1);
                var _ = client.publishAsync(message.apply(number));
            }
            double perSecond = results.get() * 1e9 / (System.nanoTime() - begin);
            take(room, onTheWay);
            return perSecond;
        }
    }

    private static void take(Semaphore room, int permits) throws InterruptedException {
        if (!room.tryAcquire(permits, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no result within " + PATIENCE);
        }
    }
}
