// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.InferenceException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureCountTest {
    private final InferenceException crash = new DelegateCrashedException("it crashed", true);
    private final InferenceException refused = new InferenceException("it refused");

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final FailureCount failures = new FailureCount(() -> now);

    @Test
    void threeCrashesAreHopelessThreeOtherFailuresAreNot() {
        failures.failed(refused);
        failures.failed(refused);
        failures.failed(refused);
        failures.failed(crash);
        failures.failed(crash);
        assertThat(failures.times()).isEqualTo(5);
        assertThat(failures.isHopeless()).isFalse();

        failures.failed(crash);

        assertThat(failures.isHopeless()).isTrue();
    }

    @Test
    void aWorkerThatAnotherModelsCallEndedIsNoCrash() {
        InferenceException others = new DelegateCrashedException("it was ended", false);
        failures.failed(others);
        failures.failed(others);
        failures.failed(others);

        assertThat(failures.times()).isEqualTo(3);
        assertThat(failures.isHopeless()).isFalse();
    }

    @Test
    void whoHasServedForAnHourBeginsAnew() {
        failures.failed(crash);
        failures.serving();
        now = now.plus(FailureCount.SERVED_WELL).minusMillis(1);
        assertThat(failures.forgetIfServedWell()).isFalse();
        assertThat(failures.times()).isEqualTo(1);

        now = now.plusMillis(1);

        assertThat(failures.forgetIfServedWell()).isTrue();
        assertThat(failures.forgetIfServedWell())
                .as("nothing is left to forget")
                .isFalse();
        failures.failed(crash);
        assertThat(failures.times()).isEqualTo(1);
    }

    @Test
    void anHourOfCoolingOffIsNotServed() {
        failures.serving();
        failures.failed(crash);
        now = now.plus(FailureCount.SERVED_WELL).plus(FailureCount.SERVED_WELL);

        failures.failed(crash);

        assertThat(failures.times()).isEqualTo(2);
    }
}
