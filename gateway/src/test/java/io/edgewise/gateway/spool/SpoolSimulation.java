// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.SpoolConfiguration;
import io.edgewise.gateway.fake.FakeOutLink.Reaction;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// One random life of a spool, over many processes: messages come, the link comes and goes, the broker takes and
/// refuses,
/// the disk is full or fails, the power fails. What was accepted must be with the broker or among the dead letters
/// in the end, and must have been handed to the link in the order in which it came.
final class SpoolSimulation {
    private static final int STEPS = 150;
    private static final int CALM_STEPS = 400;

    private final Random random;
    private final Path folder;
    private final ManualClock clock = new ManualClock();
    private final SpoolConfiguration configuration;
    private final Set<Integer> accepted = new HashSet<>();
    private final Set<Integer> arrived = new HashSet<>();
    private final Set<Integer> handed = new HashSet<>();
    private int lastHanded = -1;
    private int next;
    private int repeated;
    private int powerCuts;
    private SpoolDriver driver;

    SpoolSimulation(long seed, Path folder) {
        this.random = new Random(seed);
        this.folder = folder;
        Duration sync = random.nextBoolean() ? Duration.ZERO : SpoolDriver.SYNC;
        this.configuration = new SpoolConfiguration(300 << 10, Duration.ofDays(1000), sync);
        this.driver = start();
    }

    private SpoolDriver start() {
        SpoolDriver started = new SpoolDriver(folder, clock, random.nextLong(), random.nextBoolean(), configuration);
        started.link.reactWith(Reaction.HOLD);
        started.run();
        return started;
    }

    /// How much happened.
    record Outcome(int messages, int accepted, int repeated, int powerCuts) {}

    Outcome run() throws IOException {
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        driver.folder.setRoom(Long.MAX_VALUE);
        driver.folder.setFailsToForce(false);
        driver.comeBack();
        for (int i = 0; i < CALM_STEPS; i++) {
            driver.link.settle(Reaction.ACCEPT);
            driver.advance(Duration.ofSeconds(1));
        }
        note();
        assertThat(driver.spool.status().records()).as("records left").isZero();
        assertThat(driver.spool.status().pending()).as("messages left").isZero();
        assertThat(arrived).as("what was accepted has arrived").containsAll(accepted);
        driver.spool.close();
        return new Outcome(next, accepted.size(), repeated, powerCuts);
    }

    private void step() throws IOException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> publish();
            case 6 -> driver.lose();
            case 7, 8 -> driver.comeBack();
            case 9, 10, 11, 12 -> answer();
            case 13, 14, 15 -> driver.advance(Duration.ofMillis(random.nextInt(3000)));
            case 16 -> driver.run();
            case 17 -> breakOrMendDisk();
            case 18 -> endAndStart();
            default -> driver.advance(Duration.ofMillis(random.nextInt(300)));
        }
    }

    private void publish() {
        for (int i = random.nextInt(8); i >= 0; i--) {
            driver.publish(next++ + " " + "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 40_000 : 500)));
            if (random.nextBoolean()) {
                driver.run();
            }
        }
    }

    private void answer() {
        for (int i = random.nextInt(40);
                i > 0 && driver.spool.isConnected() && !driver.link.held().isEmpty();
                i--) {
            int index = random.nextInt(4) > 0
                    ? 0
                    : random.nextInt(driver.link.held().size());
            driver.link.settle(index, random.nextInt(20) == 0 ? Reaction.REFUSE : Reaction.ACCEPT);
            if (random.nextBoolean()) {
                driver.run();
            }
        }
    }

    private void breakOrMendDisk() {
        driver.folder.setRoom(random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(60_000));
        driver.folder.setFailsToForce(random.nextInt(4) == 0);
    }

    private void endAndStart() throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> driver.spool.close();
            case 1 -> driver.kill();
            default -> {
                driver.cutPower(random);
                powerCuts++;
            }
        }
        note();
        driver = start();
    }

    private static int id(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    /// Takes over what a process did.
    private void note() {
        driver.accepted().forEach(text -> accepted.add(id(text)));
        driver.refused.forEach(text -> arrived.add(id(text)));
        SpoolMessages.texts(driver.link.accepted()).forEach(text -> arrived.add(id(text)));
        for (OutgoingPublish publish : driver.link.published()) {
            int id = id(SpoolMessages.text(publish));
            if (handed.add(id)) {
                assertThat(id).as("comes after %s", lastHanded).isGreaterThan(lastHanded);
                lastHanded = id;
            } else {
                repeated++;
            }
        }
    }
}
