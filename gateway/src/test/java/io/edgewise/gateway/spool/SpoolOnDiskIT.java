// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgewise.gateway.StartupException;
import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.config.SpoolConfiguration;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.testkit.junit.ExpectLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The spool with its own thread on a real disk, also on one that is really full.
class SpoolOnDiskIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final SpoolConfiguration CONFIGURATION =
            new SpoolConfiguration(4 << 20, Duration.ofDays(7), Duration.ofMillis(5));

    @TempDir
    private Path folder;

    private final AcceptingLink link = new AcceptingLink();
    private final List<String> accepted = Collections.synchronizedList(new ArrayList<>());
    private final List<PublishOutcome> others = Collections.synchronizedList(new ArrayList<>());

    private SpoolingOutLink open(Path where, AcceptingLink to) {
        return SpoolingOutLink.open(to, where, CONFIGURATION, TimeSource.SYSTEM, (publish, refused) -> {
            throw new AssertionError("nothing is refused here");
        });
    }

    private void publish(SpoolingOutLink spool, String text) {
        spool.publish(SpoolMessages.message(text), outcome -> {
            if (outcome instanceof PublishOutcome.Accepted) {
                accepted.add(text);
            } else {
                others.add(outcome);
            }
        });
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + "x".repeat(1000)).toList();
    }

    @Test
    void sendersOnManyThreadsLoseNothingAndKeepTheirOrderWhileTheLinkComesAndGoes() throws InterruptedException {
        int senders = 4;
        int each = 2_000;
        try (SpoolingOutLink spool = open(folder, link)) {
            AtomicBoolean ends = new AtomicBoolean();
            Thread flapping = Thread.ofPlatform().name("flapping").start(() -> {
                for (boolean up = true; !ends.get(); up = !up) {
                    link.setConnected(up);
                    spool.linkChanged();
                    int seen = accepted.size();
                    // Until something happened, so that each state meets messages.
                    await().pollInterval(Duration.ofMillis(2)).until(() -> accepted.size() > seen + 20 || ends.get());
                }
            });
            List<Thread> threads = IntStream.range(0, senders)
                    .mapToObj(sender -> Thread.ofPlatform()
                            .name("sender-" + sender)
                            .start(() -> {
                                for (int i = 0; i < each; i++) {
                                    publish(spool, sender + " " + i);
                                }
                            }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            await().atMost(LIMIT).until(() -> accepted.size() == senders * each);
            ends.set(true);
            flapping.join();
            link.setConnected(true);
            spool.linkChanged();
            await().atMost(LIMIT)
                    .until(() ->
                            spool.status().records() == 0 && link.accepted().size() >= senders * each);
        }

        assertThat(link.accepted()).doesNotHaveDuplicates().hasSize(senders * each);
        for (int sender = 0; sender < senders; sender++) {
            String prefix = sender + " ";
            assertThat(link.accepted().stream().filter(text -> text.startsWith(prefix)))
                    .isEqualTo(
                            IntStream.range(0, each).mapToObj(i -> prefix + i).toList());
        }
        assertThat(others).isEmpty();
    }

    @Test
    @ExpectLog("can't be written (No space left on device)")
    void aDiskThatIsReallyFullAcceptsWhatItHasAndGoesOnWhenThereIsRoom() throws IOException, InterruptedException {
        mount("size=600k");
        try {
            Path ballast = folder.resolve("ballast");
            Files.write(ballast, new byte[300 << 10]);
            SpoolingOutLink spool = open(folder.resolve("spool"), link);
            List<String> texts = numbered(0, 400);
            texts.forEach(text -> publish(spool, text));
            await().atMost(LIMIT)
                    .until(() -> spool.status().trouble().orElse("").contains("No space left on device"));
            int before = accepted.size();
            assertThat(before).isBetween(100, 300);

            Files.delete(ballast);
            await().atMost(LIMIT).until(() -> accepted.size() == texts.size());
            assertThat(accepted).isEqualTo(texts);
            spool.close();

            AcceptingLink next = new AcceptingLink();
            next.setConnected(true);
            try (SpoolingOutLink again = open(folder.resolve("spool"), next)) {
                await().atMost(LIMIT).until(() -> again.status().records() == 0);
            }
            assertThat(next.accepted()).isEqualTo(texts);
        } finally {
            run("umount", folder.toString());
        }
        assertThat(others).isEmpty();
    }

    private void mount(String options) throws IOException, InterruptedException {
        int code = run("mount", "-t", "tmpfs", "-o", options, "none", folder.toString());
        assumeTrue(code == 0, "skipped: this user may not mount a small disk, so none is full");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void aSecondGatewayIsRefused() {
        try (SpoolingOutLink first = open(folder, link)) {
            assertThat(first.isConnected()).isFalse();
            assertThatThrownBy(() -> open(folder, link))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("another gateway uses " + folder);
        }
        open(folder, link).close();
    }

    @Test
    void aFolderThatCanNotBeMadeIsToldWithItsPath() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> open(file, link))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("the spool in " + file + " can't be used");
    }
}
