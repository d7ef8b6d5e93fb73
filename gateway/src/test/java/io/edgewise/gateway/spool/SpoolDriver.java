// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.config.SpoolConfiguration;
import io.edgewise.gateway.fake.FakeOutLink;
import io.edgewise.gateway.fake.FakeTime;
import io.edgewise.gateway.fake.ManualEventLoop;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// One process with a spool, on the test's own thread: the spool's thread runs and time passes when the test says so.
/// Confined to the test's thread.
final class SpoolDriver {
    static final Duration SYNC = Duration.ofMillis(200);

    final FakeOutLink link = new FakeOutLink();
    final FailingFolder folder;
    final SpoolingOutLink spool;
    final List<String> refused = new ArrayList<>();
    /// What became of each message, by its text.
    final Map<String, PublishOutcome> outcomes = new LinkedHashMap<>();
    boolean failsToKeep;

    private final ManualClock clock;
    private final ManualEventLoop loop;

    SpoolDriver(Path folder, ManualClock clock, long run, boolean connected) {
        this(folder, clock, run, connected, new SpoolConfiguration(1 << 20, Duration.ofDays(7), SYNC));
    }

    SpoolDriver(Path path, ManualClock clock, long run, boolean connected, SpoolConfiguration configuration) {
        this.clock = clock;
        this.loop = new ManualEventLoop(clock);
        FakeTime time = new FakeTime(clock);
        Drops drops = new Drops("test", time);
        link.setConnected(connected);
        try {
            folder = new FailingFolder(DiskFolder.open(path));
            SpoolLog log = SpoolLog.open(folder, configuration, time, drops, run);
            spool = new SpoolingOutLink(link, log, configuration, time, drops, this::keep, loop, loop::runAll);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.runAll();
    }

    private void keep(OutgoingPublish publish, PublishOutcome.Refused why) throws IOException {
        if (failsToKeep) {
            throw new IOException("No space left on device");
        }
        refused.add(SpoolMessages.text(publish));
    }

    void publish(OutgoingPublish publish) {
        spool.publish(publish, outcome -> {
            PublishOutcome before = outcomes.put(SpoolMessages.text(publish), outcome);
            if (before != null) {
                throw new AssertionError("told twice: " + publish.payload());
            }
        });
    }

    void publish(String... texts) {
        for (String text : texts) {
            publish(SpoolMessages.message(text));
        }
    }

    /// What was accepted so far, in the order in which its senders were told.
    List<String> accepted() {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof PublishOutcome.Accepted)
                .map(Map.Entry::getKey)
                .toList();
    }

    void run() {
        loop.runAll();
    }

    void advance(Duration duration) {
        clock.advance(duration);
        loop.runAll();
    }

    /// Lets so much time pass that everything is on the disk.
    void sync() {
        run();
        advance(SYNC);
    }

    void lose() {
        link.setConnected(false);
        spool.linkChanged();
        run();
    }

    void comeBack() {
        link.setConnected(true);
        spool.linkChanged();
        run();
    }

    /// The link is back, and the disk can't be read.
    void comeBackUnreadable() {
        folder.setFailsToRead(true);
        comeBack();
    }

    /// Ends as a process does that is killed.
    void kill() throws IOException {
        folder.close();
    }

    /// Ends as all of it does when the power fails.
    void cutPower(RandomGenerator random) throws IOException {
        folder.cutPower(random);
    }
}
