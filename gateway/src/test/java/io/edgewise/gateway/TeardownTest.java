// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.junit.ExpectLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeardownTest {
    private final List<String> closed = new ArrayList<>();
    private final Teardown built = new Teardown();

    @Test
    void whatWasBuiltLastIsClosedFirst() {
        built.add("first", () -> closed.add("first"));
        built.add("second", () -> closed.add("second"));

        built.close();

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    @ExpectLog("second did not close in order")
    void aFailureDoesNotKeepTheNextOpen() {
        built.add("first", () -> closed.add("first"));
        built.add("second", () -> {
            throw new IllegalStateException("stuck");
        });

        built.close();

        assertThat(closed).containsExactly("first");
    }

    @Test
    void everythingIsClosedOnce() {
        built.add("first", () -> closed.add("first"));

        built.close();
        built.close();

        assertThat(closed).containsExactly("first");
    }
}
