// SPDX-License-Identifier: Apache-2.0
package io.edgewise.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.SynchronousQueue;

/// What waking another thread costs on this machine: a message crosses about nine threads (four of Paho's on each
/// link, the event loop, a lane), so this is the floor of what a gateway on Paho spends per message.
final class HandOver {
    private static final int ROUNDS = 20_000;

    private HandOver() {}

    /// Processor time of both threads for one hand-over.
    static double cpuMicros() throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        SynchronousQueue<Integer> there = new SynchronousQueue<>();
        SynchronousQueue<Integer> back = new SynchronousQueue<>();
        Thread partner = Thread.ofPlatform().daemon().start(() -> echo(there, back));
        exchange(there, back); // warm-up
        long before = system.getProcessCpuTime();
        exchange(there, back);
        double micros = (system.getProcessCpuTime() - before) / 1e3 / (2 * ROUNDS);
        partner.interrupt();
        return micros;
    }

    private static void exchange(SynchronousQueue<Integer> there, SynchronousQueue<Integer> back)
            throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            there.put(i);
            back.take();
        }
    }

    private static void echo(SynchronousQueue<Integer> there, SynchronousQueue<Integer> back) {
        try {
            while (true) {
                back.put(there.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
