// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages arrive where systemd listens.
class NotifySocketTest {
    /// The most of net.unix.max_dgram_qlen that systems have is 512.
    private static final int MORE_THAN_A_QUEUE = 5_000;

    @TempDir
    Path folder;

    private static NotifySocket socket(String path) {
        return NotifySocket.of(Map.of("NOTIFY_SOCKET", path)).orElseThrow();
    }

    @Test
    void assignmentsArriveAsOneMessageOfLines() throws Throwable {
        String path = folder.resolve("notify").toString();
        try (DatagramServer systemd = new DatagramServer(path)) {
            socket(path).send("READY=1", "STATUS=online, 2 models in Köln");

            assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=online, 2 models in Köln");
        }
    }

    @Test
    void aNameThatIsNoPathIsAbstract() throws Throwable {
        String name = "@edgewise-" + ProcessHandle.current().pid();
        try (DatagramServer systemd = new DatagramServer(name)) {
            socket(name).send("WATCHDOG=1");

            assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void thatNobodyListensIsTold() {
        assertThatThrownBy(() -> socket(folder.resolve("nobody").toString()).send("READY=1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("systemd could not be notified at " + folder);
    }

    /// The event loop sends: it must not stand still because systemd does.
    @Test
    void thatNobodyReadsIsToldAndNotWaitedFor() throws Throwable {
        String path = folder.resolve("notify").toString();
        DatagramServer systemd = new DatagramServer(path);
        try (systemd) {
            NotifySocket socket = socket(path);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < MORE_THAN_A_QUEUE; i++) {
                            socket.send("WATCHDOG=1");
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("systemd could not be notified at " + path);
        }
    }

    @Test
    void aProcessWithoutSystemdHasNone() {
        assertThat(NotifySocket.of(Map.of())).isEmpty();
        assertThat(NotifySocket.of(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relative",
                "vsock:2:1",
                "/a/path/that/is/much/too/long/for/the/hundred/and/eight/bytes/of/a/socket/address/on/linux/and/every/unix/at/all"
            })
    void whatCannotBeASocketIsRefused(String path) {
        assertThatThrownBy(() -> socket(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NOTIFY_SOCKET is \"" + path + "\": expected a path");
    }

    @Test
    void theWatchdogsLimitIsForTheProcessThatItNames() {
        long own = ProcessHandle.current().pid();

        assertThat(ServiceNotifications.watchdog(Map.of("WATCHDOG_USEC", "30000000")))
                .isEqualTo(Optional.of(Duration.ofSeconds(30)));
        assertThat(ServiceNotifications.watchdog(Map.of("WATCHDOG_USEC", "1000", "WATCHDOG_PID", "" + own)))
                .isEqualTo(Optional.of(Duration.ofMillis(1)));
        assertThat(ServiceNotifications.watchdog(Map.of("WATCHDOG_USEC", "1000", "WATCHDOG_PID", "1")))
                .isEmpty();
        assertThat(ServiceNotifications.watchdog(Map.of("WATCHDOG_USEC", "never")))
                .isEmpty();
        assertThat(ServiceNotifications.watchdog(Map.of())).isEmpty();
    }
}
