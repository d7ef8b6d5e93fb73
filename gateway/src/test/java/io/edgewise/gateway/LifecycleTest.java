// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which state may follow on which.
class LifecycleTest {
    private static final Lifecycle STARTING = new Lifecycle.Starting();
    private static final Lifecycle SERVING = new Lifecycle.Serving();
    private static final Lifecycle RELOADING = new Lifecycle.Reloading();
    private static final Lifecycle DRAINING = new Lifecycle.Draining();
    private static final Lifecycle STOPPED = new Lifecycle.Stopped();
    private static final Lifecycle FAILED = new Lifecycle.Failed("no");
    private static final List<Lifecycle> ALL = List.of(STARTING, SERVING, RELOADING, DRAINING, STOPPED, FAILED);

    private static List<Lifecycle> after(Lifecycle before) {
        return ALL.stream().filter(next -> next.mayFollow(before)).toList();
    }

    @Test
    void aStartEndsInServiceOrInFailureOrIsGivenUp() {
        assertThat(after(STARTING)).containsExactly(SERVING, DRAINING, FAILED);
    }

    @Test
    void aReloadBeginsAndEndsInService() {
        assertThat(after(SERVING)).containsExactly(RELOADING, DRAINING);
        assertThat(after(RELOADING)).containsExactly(SERVING, DRAINING);
    }

    @Test
    void failureEndsInDraining() {
        assertThat(after(FAILED)).containsExactly(DRAINING);
    }

    @Test
    void drainingEndsAndTheEndIsTheEnd() {
        assertThat(after(DRAINING)).containsExactly(STOPPED);
        assertThat(after(STOPPED)).isEmpty();
    }
}
