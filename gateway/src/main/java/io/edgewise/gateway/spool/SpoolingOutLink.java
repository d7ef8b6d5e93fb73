// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import io.edgewise.gateway.EventLoop;
import io.edgewise.gateway.StartupException;
import io.edgewise.gateway.TimeSource;
import io.edgewise.gateway.config.SpoolConfiguration;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.gateway.spool.SpoolLog.Appended;
import io.edgewise.gateway.spool.SpoolLog.Stored;
import io.edgewise.gateway.spool.SpoolQueue.Ending;
import io.edgewise.gateway.spool.SpoolQueue.Handed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An out-link that keeps messages on the disk while the broker can't be reached.
///
/// While the link is up and nothing waits, messages go straight to it, and the disk is not touched. Otherwise
/// they go to the disk, and are `Accepted` when they would outlast a power cut; when the link is back they are
/// sent in their order, [#MOST_IN_FLIGHT] at once. A message that can't be written (the spool is full, the disk
/// is) is held in memory and not answered; so its input stays unacknowledged, and the caller's window bounds how
/// many there are.
///
/// Order: messages leave in the order of the calls, but for one that the Server could not take for the moment.
/// What the link had when it was lost is sent again by the link, and is written to the disk in front of what came
/// later, so that its senders need not wait for the link. After a crash it is sent again from there: once more,
/// with the same `edgewise-key`. An input that was not acknowledged when the process ended comes again, and its
/// answer then stands behind what was in the spool.
///
/// What is wanted while connected only (retained status, receipts) is published with [#publishAround].
///
/// Thread-safe. Senders and the link's threads touch the [SpoolQueue] alone; everything else is confined to the
/// spool's thread ([#work] and what it calls), and senders are told there or on the link's threads.
public final class SpoolingOutLink implements OutLink {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolingOutLink.class);
    static final int MOST_IN_FLIGHT = 32;
    private static final Duration TICK = Duration.ofSeconds(1);

    /// What the link said of a record that is on the disk.
    private record Ended(SpoolRecord record, Place place, PublishOutcome outcome) {}

    private final OutLink link;
    private final SpoolLog log;
    private final Duration sync;
    private final TimeSource time;
    private final Drops drops;
    private final Refusals refusals;
    private final HoldUp holdUp;
    private final EventLoop loop;
    private final Runnable endLoop;
    private final SpoolQueue queue;
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private volatile SpoolView view;

    // Confined to the spool's thread.
    private int inFlight;
    private boolean flushes;
    private boolean ticks;
    private boolean isClosed;
    private Optional<String> unreadable = Optional.empty();
    /// Refused by the broker, and not among the dead letters yet.
    private final List<Ended> unkept = new ArrayList<>();

    SpoolingOutLink(
            OutLink link,
            SpoolLog log,
            SpoolConfiguration configuration,
            TimeSource time,
            Drops drops,
            RefusedMessages refusedMessages,
            EventLoop loop,
            Runnable endLoop) {
        this.link = link;
        this.log = log;
        this.sync = configuration.sync();
        this.time = time;
        this.drops = drops;
        this.refusals = new Refusals(refusedMessages);
        this.holdUp = new HoldUp(time);
        this.loop = loop;
        this.endLoop = endLoop;
        this.queue = new SpoolQueue(log.isEmpty());
        this.view = SpoolView.of(log, Optional.empty());
        wake();
    }

    /// Opens the spool in a folder, which is made when it is not there, and takes over what an earlier process
    /// left in it.
    ///
    /// @param link is owned: it is closed with the spool
    /// @throws StartupException when the folder can't be used
    public static SpoolingOutLink open(
            OutLink link,
            Path folder,
            SpoolConfiguration configuration,
            TimeSource time,
            RefusedMessages refusedMessages) {
        Drops drops = new Drops(folder.toString(), time);
        SpoolLog log = log(folder, configuration, time, drops);
        SpoolThread thread = new SpoolThread("spool-" + folder.getFileName());
        return new SpoolingOutLink(link, log, configuration, time, drops, refusedMessages, thread, thread::close);
    }

    private static SpoolLog log(Path folder, SpoolConfiguration configuration, TimeSource time, Drops drops) {
        try {
            DiskFolder disk = DiskFolder.open(folder);
            try {
                return SpoolLog.open(disk, configuration, time, drops, new SecureRandom().nextLong());
            } catch (IOException e) {
                disk.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartupException("the spool in " + folder + " can't be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void publish(OutgoingPublish publish, Consumer<PublishOutcome> done) {
        Entry entry = new Entry(SpoolRecord.of(publish, time), done);
        switch (queue.add(entry, link.isConnected())) {
            case TO_THE_LINK -> hand(entry, publish);
            case WAITS -> wake();
            case REFUSED_BECAUSE_CLOSED -> done.accept(new PublishOutcome.Abandoned());
        }
    }

    /// Hands a message to the link past everything that waits, and never to the disk.
    public void publishAround(OutgoingPublish publish, Consumer<PublishOutcome> done) {
        link.publish(publish, done);
    }

    /// Looks at the link: call it each time that its connection has come up or is lost. On any thread.
    public void linkChanged() {
        wake();
    }

    @Override
    public long connection() {
        return link.connection();
    }

    @Override
    public boolean isConnected() {
        return link.isConnected();
    }

    /// How the spool is. On any thread; the answer may be a moment old.
    public SpoolStatus status() {
        return view.status(queue.pending(), drops.counts(), time);
    }

    private void hand(Entry entry, OutgoingPublish publish) {
        link.publish(publish, outcome -> {
            Ending ending = queue.ended(entry, outcome);
            if (ending == Ending.TELL) {
                entry.tell(outcome);
            } else if (ending == Ending.FINISH) {
                ended.add(new Ended(entry.record(), entry.place.orElseThrow(), outcome));
                wake();
            }
        });
    }

    private void wake() {
        if (isAwake.compareAndSet(false, true)) {
            loop.execute(() -> {
                isAwake.set(false);
                work();
            });
        }
    }

    /// Everything that is due, but for writing what is still being collected.
    private void work() {
        assert loop.isCurrent();
        if (isClosed) {
            return;
        }
        settle();
        send();
        if (queue.pending() > 0 && !flushes) {
            flushes = true;
            loop.schedule(holdUp.isPresent() ? TICK : sync, this::flush);
        }
        boolean busy = !queue.isStraight() || !log.isEmpty();
        if (busy && !ticks) {
            ticks = true;
            loop.schedule(TICK, this::tick);
        }
        view = SpoolView.of(log, holdUp.sentence().or(() -> unreadable));
    }

    private void tick() {
        ticks = false;
        if (!isClosed) {
            log.savePosition();
            keepAgain();
            work();
            drops.tell();
        }
    }

    private void flush() {
        flushes = false;
        if (!isClosed) {
            settle();
            send();
            write();
            work();
        }
    }

    /// Sends what is on the disk, and then what waits, as far as the link can take it.
    private void send() {
        if (!link.isConnected()) {
            queue.recall();
        }
        try {
            log.dropPast();
            Optional<Stored> next = nextToSend();
            while (next.isPresent()) {
                send(next.get());
                next = nextToSend();
            }
            unreadable = Optional.empty();
        } catch (IOException e) {
            unreadable(e);
            return;
        }
        if (link.isConnected() && !log.hasMore()) {
            Optional<List<Entry>> waiting = queue.takeForLink();
            while (waiting.isPresent()) {
                waiting.get().forEach(entry -> hand(entry, entry.record().left(time)));
                waiting = queue.takeForLink();
            }
        }
    }

    private Optional<Stored> nextToSend() throws IOException {
        return inFlight < MOST_IN_FLIGHT && link.isConnected() ? log.next() : Optional.empty();
    }

    private void send(Stored stored) {
        inFlight++;
        link.publish(stored.record().left(time), outcome -> {
            ended.add(new Ended(stored.record(), stored.place(), outcome));
            wake();
        });
    }

    private void unreadable(IOException e) {
        if (unreadable.isEmpty()) {
            LOG.atWarn().log("what is in the spool can't be read ({}); trying again", e.getMessage());
        }
        unreadable = Optional.of("the spool can't be read: " + e.getMessage());
    }

    /// Takes in what the link said of records that are on the disk.
    private void settle() {
        for (Ended next = ended.poll(); next != null; next = ended.poll()) {
            inFlight--;
            settle(next);
        }
    }

    private void settle(Ended next) {
        switch (next.outcome()) {
            case PublishOutcome.Accepted accepted -> log.finish(next.place());
            case PublishOutcome.Late late -> drop(next.place(), DropReason.LATE);
            case PublishOutcome.Refused refused -> refused(next, refused);
            case PublishOutcome.Abandoned abandoned -> {} // it stays on the disk for the next process
        }
    }

    private void drop(Place place, DropReason reason) {
        drops.count(reason);
        log.finish(place);
    }

    private void refused(Ended next, PublishOutcome.Refused refused) {
        if (refusals.keep(next.record().publish(), refused)) {
            drop(next.place(), DropReason.REFUSED);
        } else {
            unkept.add(next);
        }
    }

    /// Tries again what could not be kept.
    private void keepAgain() {
        List<Ended> again = List.copyOf(unkept);
        unkept.clear();
        again.forEach(this::settle);
    }

    /// Writes what waits, unless the disk failed a moment ago.
    private void write() {
        if (queue.pending() == 0) {
            holdUp.note(Optional.empty());
        } else if (!holdUp.isTooSoon()) {
            writeNow();
        }
    }

    private void writeNow() {
        List<Entry> batch = stillWanted(queue.takeForDisk());
        if (batch.isEmpty()) {
            return;
        }
        boolean nextForLink = !log.hasMore();
        Appended appended = log.append(batch.stream().map(Entry::record).toList());
        List<Handed> handed = queue.written(batch, appended.places(), nextForLink);
        handed.forEach(this::take);
        batch.subList(0, appended.places().size()).forEach(entry -> tell(entry, new PublishOutcome.Accepted()));
        holdUp.note(appended.held());
    }

    /// The link has this record, or had it: it is not sent from the disk.
    private void take(Handed handed) {
        log.take(handed.place());
        if (handed.isOver()) {
            log.finish(handed.place());
        } else {
            inFlight++;
        }
    }

    private List<Entry> stillWanted(List<Entry> batch) {
        List<Entry> wanted = new ArrayList<>();
        for (Entry entry : batch) {
            if (entry.record().past(time).isPresent()) {
                tell(entry, new PublishOutcome.Late());
            } else {
                wanted.add(entry);
            }
        }
        return wanted;
    }

    private void tell(Entry entry, PublishOutcome outcome) {
        if (queue.claim(entry)) {
            entry.tell(outcome);
        }
    }

    /// Closes the link, which sends what it can, and leaves everything else on the disk. Blocks until that is so.
    /// What the disk can't take is abandoned: its inputs come again.
    @Override
    public void close() {
        if (queue.close()) {
            link.close();
            loop.execute(this::end);
            endLoop.run();
        }
    }

    private void end() {
        settle();
        queue.recall();
        writeNow();
        settle();
        queue.takeForDisk().forEach(entry -> tell(entry, new PublishOutcome.Abandoned()));
        drops.tell();
        isClosed = true;
        try {
            log.close();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the spool did not close in order; the next start may send some of it again");
        }
        view = SpoolView.of(log, Optional.empty());
    }
}
