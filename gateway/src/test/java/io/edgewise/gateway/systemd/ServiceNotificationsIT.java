// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.ConfigurationFile;
import io.edgewise.gateway.Gateway;
import io.edgewise.gateway.TinySite;
import io.edgewise.testkit.junit.ExpectedLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a running gateway tells systemd.
class ServiceNotificationsIT {
    /// The watchdog goes on for ever.
    private static final int MOST = 300;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final List<String> heard = new ArrayList<>();

    private String await(DatagramServer systemd, Predicate<String> wanted) throws Throwable {
        for (int i = 0; i < MOST; i++) {
            String message = systemd.next();
            heard.add(message);
            if (wanted.test(message)) {
                return message;
            }
        }
        throw new AssertionError("was not told; heard " + heard);
    }

    @Test
    void isReadyWithoutABrokerSaysHowItIsAndThatItIsAliveReloadsAndStops(ExpectedLogs logs) throws Throwable {
        logs.allow("waiting for broker");
        String path = folder.resolve("notify").toString();
        try (DatagramServer systemd = new DatagramServer(path)) {
            Gateway gateway = Gateway.start(new ConfigurationFile(TinySite.write(folder, TinySite.nobody())));
            try (gateway) {
                ServiceNotifications.begin(gateway, Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "200000"));
                gateway.awaitReady();

                assertThat(await(systemd, message -> message.startsWith("READY=1") && message.contains("waiting")))
                        .startsWith("READY=1\nSTATUS=waiting for broker (out): ");
                assertThat(heard.getFirst()).doesNotContain("READY");
                assertThat(await(systemd, message -> message.equals("WATCHDOG=1")))
                        .isNotEmpty();
                assertThat(await(systemd, message -> message.equals("WATCHDOG=1")))
                        .isNotEmpty();

                CompletableFuture<String> reload = CompletableFuture.supplyAsync(gateway::reload);
                assertThat(await(systemd, message -> message.startsWith("RELOADING=1")))
                        .isNotEmpty();
                assertThat(await(systemd, message -> message.startsWith("READY=1")))
                        .isNotEmpty();
                assertThat(reload).succeedsWithin(PATIENCE).isEqualTo("nothing changed");
            }
            assertThat(await(systemd, message -> message.startsWith("STOPPING=1")))
                    .contains("STATUS=stopping");
        }
    }
}
