// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.route.RouteMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Writes down what a route tells of itself. Confined to the test's thread.
public final class FakeMetrics implements RouteMetrics {
    private int received;
    private int rejoined;
    private final List<Duration> answered = new ArrayList<>();
    private final List<DeadLetterReason> deadLetters = new ArrayList<>();

    @Override
    public void received() {
        received++;
    }

    @Override
    public void rejoined() {
        rejoined++;
    }

    @Override
    public void answered(Answer answer, Duration total) {
        answered.add(total);
    }

    @Override
    public void deadLetter(DeadLetterReason reason) {
        deadLetters.add(reason);
    }

    /// Messages that were admitted.
    public int receivedCount() {
        return received;
    }

    /// Redeliveries that joined earlier work.
    public int rejoinedCount() {
        return rejoined;
    }

    /// How long each answer took, in order.
    public List<Duration> answeredAfter() {
        return List.copyOf(answered);
    }

    /// Reasons of dead letters, in order.
    public List<DeadLetterReason> deadLetterReasons() {
        return List.copyOf(deadLetters);
    }
}
