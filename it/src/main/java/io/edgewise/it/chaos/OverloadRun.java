// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import io.edgewise.it.Footprint;
import io.edgewise.testkit.mqtt.NumberedCollector;
import io.edgewise.testkit.mqtt.NumberedPublisher;
import io.edgewise.testkit.mqtt.Packet.Publish;
import io.edgewise.testkit.mqtt.RawMqttClient;
import io.edgewise.testkit.process.Mosquitto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.HdrHistogram.Histogram;

/// Five times what the gateway can do, for a while, through one route, with a message in a hundred as long as one
/// pass takes; and beside it a route of high priority. Nothing breaks here, so the broker keeps everything in
/// memory.
///
/// Confined to one thread.
final class OverloadRun implements AutoCloseable {
    private static final int TIMES = 5;
    private static final int ON_THE_WAY = 32;
    private static final int LONG_ONE_IN = 100;
    private static final int LONG_WORDS = 250;
    private static final int LONG_MEASURED = 20;
    private static final int WINDOW = 100;
    private static final int BROKER_QUEUE = 10_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final Duration UNLOADED = Duration.ofSeconds(40);
    private static final Duration PACE = Duration.ofMillis(200);
    private static final Duration DRAIN = Duration.ofMinutes(15);
    private static final Duration QUIET = Duration.ofSeconds(60);
    private static final long NANOS = 1_000_000_000;
    /// As much as `./edgewise soak` tolerates.
    private static final long TOLERATED_KB = 16 << 10;

    private static final Terminals URGENT = new Terminals("urgent", Terminals.CHAT.texts());
    private static final Terminals LONG = new Terminals("urgent", List.of(longText()));
    private static final Terminals BULK = new Terminals("bulk", bulkTexts());

    private final Site site;
    private final List<String> problems = new ArrayList<>();

    OverloadRun(String deadline, String overflow) {
        this.site = Site.with(
                Mosquitto.config().maxQueuedMessages(BROKER_QUEUE).noticesOnly().start(),
                List.of("bulk", "urgent"),
                _ -> Site.MODERATION + routes(deadline, overflow));
    }

    private static String routes(String deadline, String overflow) {
        return """
                routes:
                  - name: bulk
                    from: bulk/+/text
                    payload: json:/text
                    steps:
                      - moderate: { model: moderation }
                    to: answers/bulk/{1}
                    deadline: %1$s
                    overflow: %2$s
                  - name: urgent
                    from: urgent/+/text
                    payload: json:/text
                    steps:
                      - moderate: { model: moderation }
                    to: answers/urgent/{1}
                    deadline: %1$s
                    overflow: %2$s
                    priority: high
                """.formatted(deadline, overflow);
    }

    private static String longText() {
        return String.join(" ", Collections.nCopies(LONG_WORDS, "pump"));
    }

    private static List<String> bulkTexts() {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i < LONG_ONE_IN; i++) {
            texts.add(Terminals.CHAT.texts().get(i % Terminals.CHAT.texts().size()));
        }
        texts.add(longText());
        return texts;
    }

    /// Runs it, once.
    ///
    /// @return whether nothing was lost, and memory, keep-alive and the urgent route were as they must be
    boolean run(Duration overload) throws InterruptedException {
        site.startGateway();
        capacity(WARM_UP);
        double capacity = capacity(MEASURED);
        double longMillis = longPassMillis();
        Histogram alone = alone();
        print(
                "capacity: %.0f messages/s with %d on the way; a pass of the longest text takes %.1f ms",
                capacity, ON_THE_WAY, longMillis);
        print("urgent route alone: %s", show(alone));
        load((int) (capacity * TIMES), overload, alone, longMillis);
        keepAlive();
        problems.forEach(problem -> System.out.println("  " + problem));
        System.out.println(problems.isEmpty() ? "\nAll as it must be." : "\nNot all is as it must be.");
        return problems.isEmpty();
    }

    private double capacity(Duration duration) throws InterruptedException {
        return ClosedLoop.perSecond(
                site.broker().options().withClientId("capacity"),
                "answers/bulk/+",
                BULK::message,
                ON_THE_WAY,
                duration);
    }

    private double longPassMillis() {
        List<Double> millis = new ArrayList<>();
        try (RawMqttClient client =
                RawMqttClient.connect(site.broker().options().withClientId("long"))) {
            client.subscribe("answers/urgent/+");
            for (int number = 0; number < LONG_MEASURED; number++) {
                client.publish(LONG.message(number));
                Publish result = client.received().next(QUIET);
                millis.add(Ledger.inferMillis(result));
            }
        }
        Collections.sort(millis);
        return millis.get(millis.size() / 2);
    }

    private Histogram alone() throws InterruptedException {
        try (SteadyTraffic urgent = urgent()) {
            site.pause(UNLOADED);
            return urgent.stop();
        }
    }

    private SteadyTraffic urgent() {
        return SteadyTraffic.start(site.broker().options().withClientId("urgent"), "answers/urgent/+", URGENT, PACE);
    }

    private void load(int perSecond, Duration overload, Histogram alone, double longMillis)
            throws InterruptedException {
        Ledger ledger = new Ledger(BULK);
        int count = Math.toIntExact(perSecond * overload.toSeconds());
        print("overload: %d messages/s for %d s, %d messages", perSecond, overload.toSeconds(), count);
        try (NumberedCollector results = NumberedCollector.start(
                        site.broker().options().withClientId("results"), "answers/bulk/+", ledger::result);
                NumberedCollector deadLetters = NumberedCollector.start(
                        site.broker().options().withClientId("dead-letters"),
                        "edgewise/chaos/dead-letter/+",
                        ledger::deadLetter);
                SteadyTraffic urgent = urgent();
                NumberedPublisher bulk = NumberedPublisher.start(
                        site.broker().options().withClientId("bulk").withWindow(WINDOW),
                        count,
                        Duration.ofNanos(NANOS / perSecond),
                        BULK::message)) {
            long begin = System.nanoTime();
            memory(overload);
            urgent(urgent.stop(), alone, longMillis);
            Set<Integer> accepted = bulk.awaitDone(overload);
            print(
                    "sent in %.0f s; answered so far: %d",
                    (System.nanoTime() - begin) / 1e9, results.counts().size());
            drain(accepted, results, deadLetters);
            print(
                    "answered after %.0f s in all; %d accepted, %d answered, %d twice, dead letters %s",
                    (System.nanoTime() - begin) / 1e9,
                    accepted.size(),
                    results.counts().size(),
                    results.duplicates().size(),
                    ledger.deadLetters());
            problems.addAll(results.unreadable());
            insist(accepted.size() == count, "the broker accepted only %d of %d".formatted(accepted.size(), count));
            insist(results.duplicates().isEmpty(), "answered twice although nothing broke: " + results.duplicates());
            Set<Integer> lost = deadLetters.missing(results.missing(accepted));
            insist(lost.isEmpty(), lost.size() + " lost");
        }
    }

    private void memory(Duration overload) {
        long pid = site.gateway().pid();
        List<Long> residentKb = new ArrayList<>();
        for (int second = 0; second <= overload.toSeconds(); second++) {
            residentKb.add(Footprint.of(pid).residentKb());
            site.pause(Duration.ofSeconds(1));
        }
        long start = residentKb.getFirst();
        long end = residentKb.getLast();
        print(
                "resident memory: %d MB at the start, %d in the middle, %d at the end, %d at most",
                start >> 10, residentKb.get(residentKb.size() / 2) >> 10, end >> 10, Collections.max(residentKb) >> 10);
        insist(end - start < TOLERATED_KB, "memory grew by %d MB".formatted((end - start) >> 10));
    }

    private void urgent(Histogram loaded, Histogram alone, double longMillis) {
        double limit = p99(alone) + 2 * longMillis;
        print("urgent route under load: %s; limit of its p99: %.1f ms", show(loaded), limit);
        insist(
                p99(loaded) <= limit,
                "the urgent route's p99 is %.1f ms, more than alone and two long passes: %.1f ms"
                        .formatted(p99(loaded), limit));
    }

    private void drain(Set<Integer> accepted, NumberedCollector results, NumberedCollector deadLetters) {
        long begin = System.nanoTime();
        long since = begin;
        long mostKb = 0;
        int seen = -1;
        while (seen < accepted.size()
                && System.nanoTime() - since < QUIET.toNanos()
                && System.nanoTime() - begin < DRAIN.toNanos()) {
            site.pause(Duration.ofMillis(500));
            mostKb = Math.max(mostKb, Footprint.of(site.gateway().pid()).residentKb());
            int now = results.counts().size() + deadLetters.counts().size();
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
            }
        }
        print("resident memory until the backlog was answered: %d MB at most", mostKb >> 10);
    }

    private void keepAlive() {
        long waits = site.gateway()
                .lines()
                .matching(line -> line.text().contains("waiting for broker"))
                .size();
        long timeouts = site.broker().log().stream()
                .filter(line -> line.contains("exceeded timeout"))
                .count();
        print("keep-alive: the gateway lost the broker %d times, the broker missed a client %d times", waits, timeouts);
        insist(waits == 0 && timeouts == 0, "a connection was lost");
    }

    private void insist(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    private static String show(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "%d messages, p50 %.1f ms, p99 %.1f ms, most %.1f ms",
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                p99(micros),
                micros.getMaxValue() / 1e3);
    }

    private static double p99(Histogram micros) {
        return micros.getValueAtPercentile(99) / 1e3;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    @Override
    public void close() {
        site.close();
    }
}
