// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt.paho;

import io.edgewise.testkit.Journal;
import java.time.Duration;

/// A timer in a hurry, which writes down the delays that were asked for.
final class HastyTimer extends LinkTimer {
    private static final int HASTE = 100;
    /// The guard round CONNECT is one of the long ones, and Paho alone takes a third of a second to connect.
    private static final int HASTE_OF_LONG_ONES = 4;

    private static final Duration LONG = Duration.ofSeconds(10);

    private final Journal<Duration> delays = new Journal<>("delays");

    @Override
    Runnable after(Duration delay, Runnable task) {
        delays.add(delay);
        return super.after(delay.dividedBy(delay.compareTo(LONG) < 0 ? HASTE : HASTE_OF_LONG_ONES), task);
    }

    /// Every delay asked for, in order.
    Journal<Duration> delays() {
        return delays;
    }
}
