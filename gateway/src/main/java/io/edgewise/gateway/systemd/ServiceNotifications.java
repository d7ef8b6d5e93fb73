// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.systemd;

import io.edgewise.gateway.Gateway;
import io.edgewise.gateway.Lifecycle;
import io.edgewise.gateway.StatusBoard.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells systemd how the gateway is: `READY=1` when it serves, broker or not, `RELOADING=1` while it applies a
/// changed configuration, `STATUS=` with each change, `STOPPING=1`, and `WATCHDOG=1` as long as its event loop
/// and its lanes get on. Thread-safe.
public final class ServiceNotifications {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotifications.class);
    private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";
    private static final String WATCHDOG_PID = "WATCHDOG_PID";

    private final NotifySocket socket;
    private String state = "";
    private String told = "";
    private boolean failed;

    private ServiceNotifications(NotifySocket socket) {
        this.socket = socket;
    }

    /// Begins; does nothing for a process that systemd has not started.
    ///
    /// @param environment of the process
    public static void begin(Gateway gateway, Map<String, String> environment) {
        NotifySocket.of(environment).ifPresent(socket -> {
            ServiceNotifications notifications = new ServiceNotifications(socket);
            gateway.status().onChange(notifications::changed);
            notifications.changed(gateway.status().snapshot());
            watchdog(environment).ifPresent(limit -> gateway.onHeartbeat(limit, notifications::alive));
        });
    }

    /// How long systemd waits for a sign of life of this process; empty when it does not.
    static Optional<Duration> watchdog(Map<String, String> environment) {
        String pid = environment.getOrDefault(WATCHDOG_PID, "");
        boolean ours = pid.isEmpty()
                || pid.equals(String.valueOf(ProcessHandle.current().pid()));
        return Optional.ofNullable(environment.get(WATCHDOG_MICROS))
                .filter(micros -> ours && micros.matches("[1-9][0-9]{0,17}"))
                .map(micros -> Duration.ofNanos(Math.multiplyExact(Long.parseLong(micros), 1_000)));
    }

    private synchronized void changed(Snapshot now) {
        state = state(now.state()) + "STATUS=" + now.sentence().replace('\n', ' ');
        tellState();
    }

    /// Once, but again with the next sign of life when it did not get through.
    private void tellState() {
        if (!state.equals(told) && send(state)) {
            told = state;
        }
    }

    private static String state(Lifecycle state) {
        return switch (state) {
            case Lifecycle.Starting starting -> "";
            case Lifecycle.Serving serving -> "READY=1\n";
            case Lifecycle.Reloading reloading -> "RELOADING=1\n";
            case Lifecycle.Draining draining -> "STOPPING=1\n";
            case Lifecycle.Stopped stopped -> "STOPPING=1\n";
            case Lifecycle.Failed failed -> "";
        };
    }

    private synchronized void alive() {
        tellState();
        boolean sent = send("WATCHDOG=1");
        assert sent || failed;
    }

    /// A failure is told once: the service manager ends a service that it does not hear of.
    private boolean send(String assignments) {
        try {
            socket.send(assignments);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.atWarn().log("{}; it may end the service", e.getMessage());
            }
            failed = true;
        }
        return !failed;
    }
}
