// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// When a change is worth reading.
class FileWatchTest {
    private String files = "one";
    private final FileWatch watch = new FileWatch(() -> files);

    @Test
    void nothingIsToldOfWhatStays() {
        assertThat(watch.cameToRest()).isFalse();
        assertThat(watch.cameToRest()).isFalse();
    }

    @Test
    void aChangeIsToldOnceWhenItLasted() {
        files = "half";
        assertThat(watch.cameToRest()).isFalse();
        files = "two";
        assertThat(watch.cameToRest()).isFalse();
        assertThat(watch.cameToRest()).isTrue();
        assertThat(watch.cameToRest()).isFalse();
    }

    @Test
    void whatWasTakenBackIsNoChange() {
        files = "two";
        assertThat(watch.cameToRest()).isFalse();
        files = "one";
        assertThat(watch.cameToRest()).isFalse();
        assertThat(watch.cameToRest()).isFalse();
    }
}
