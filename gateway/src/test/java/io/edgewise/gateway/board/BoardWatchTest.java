// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.edgewise.gateway.fake.FakeTime;
import io.edgewise.inference.lane.Pace;
import io.edgewise.inference.lane.Priority;
import io.edgewise.testkit.ManualClock;
import io.edgewise.testkit.junit.ExpectLog;
import io.edgewise.testkit.junit.ExpectedLogs;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a board whose files change.
class BoardWatchTest {
    private static final String FLAGS = "sys/devices/platform/soc/soc:firmware/get_throttled";

    @TempDir
    private Path folder;

    private final List<Pace> paces = new CopyOnWriteArrayList<>();
    private final List<BoardStatus> told = new CopyOnWriteArrayList<>();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FakeTime time = new FakeTime(new ManualClock());

    @AfterEach
    void close() {
        metrics.close();
    }

    private BoardWatch watch(String name, boolean governs) {
        return new BoardWatch(
                Board.under(Boards.copy(name, folder.resolve(name))),
                settings(governs),
                new BoardWatch.Governed(3, () -> Priority.HIGH, paces::add),
                metrics,
                told::add,
                time);
    }

    private static BoardWatch.Settings settings(boolean governs) {
        return new BoardWatch.Settings(governs, OptionalDouble.empty(), Duration.ofSeconds(1));
    }

    private void look(BoardWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            time.clock().advance(Duration.ofSeconds(5));
            watch.look();
        }
    }

    private void celsius(double celsius) throws IOException {
        write("sys/class/thermal/thermal_zone0/temp", Math.round(celsius * 1_000) + "\n");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve("pi4").resolve(file), text);
    }

    @Test
    void aCoolBoardIsToldOnceAndItsTemperatureIsNoNews() throws Exception {
        try (BoardWatch watch = watch("pi4", true)) {
            look(watch, 1);
            celsius(60);
            look(watch, 5);

            assertThat(told).singleElement().satisfies(board -> {
                assertThat(board.model()).contains("Raspberry Pi 4 Model B Rev 1.4");
                assertThat(board.isDegraded()).isFalse();
            });
            assertThat(paces).isEmpty();
        }
    }

    @Test
    @ExpectLog("the board is hot (79 °C, limit 80 °C, level hot): fewer lanes work, and higher priorities go first")
    void aHotBoardIsToldAndTheLanesAreSlowedDownUntilItRecovers() throws Exception {
        try (BoardWatch watch = watch("pi4", true)) {
            look(watch, 1);
            celsius(79.2);
            look(watch, 1);

            assertThat(told.getLast()).returns(BoardLevel.HOT, BoardStatus::level);
            assertThat(told.getLast().reasons()).containsExactly(BoardReason.HOT);
            assertThat(paces.getLast().lanes()).isEqualTo(2);
            assertThat(paces.getLast().inOrder()).isTrue();

            celsius(50);
            look(watch, 30);

            assertThat(told)
                    .extracting(BoardStatus::level)
                    .containsExactly(BoardLevel.COOL, BoardLevel.HOT, BoardLevel.WARM, BoardLevel.COOL);
            assertThat(paces.getLast()).isEqualTo(Pace.FULL);
        }
    }

    @Test
    void aBoardThatIsTooHotForAllAnswersTheHighestPriority(ExpectedLogs logs) throws Exception {
        logs.expect("only the routes of the highest priority are answered, the others' messages wait");
        try (BoardWatch watch = watch("pi4", true)) {
            celsius(79.5);
            look(watch, 1);

            assertThat(paces.getLast()).returns(1, Pace::lanes).returns(Priority.HIGH, Pace::lowest);
        }
        assertThat(paces.getLast()).as("what is in work is to end soon").isEqualTo(Pace.FULL);
    }

    @Test
    @ExpectLog("inference is not slowed down for it (board.governor: false)")
    void switchedOffItOnlyTells() throws Exception {
        try (BoardWatch watch = watch("pi4", false)) {
            celsius(79.5);
            look(watch, 1);

            assertThat(told.getLast().level()).isEqualTo(BoardLevel.CRITICAL);
            assertThat(paces).isEmpty();
        }
    }

    @Test
    @ExpectLog("the board is under-voltage (62 °C, limit 80 °C, level warm): inference makes pauses; use the maker's")
    void aWeakSupplyIsToldWithWhatToDo() throws Exception {
        try (BoardWatch watch = watch("pi4", true)) {
            write(FLAGS, "50001\n");
            look(watch, 1);

            assertThat(told.getLast().reasons()).containsExactly(BoardReason.UNDER_VOLTAGE);
            assertThat(paces.getLast().duty()).isLessThan(1);
        }
    }

    @Test
    @ExpectLog("the board is under-voltage")
    void anotherReasonIsNewsAndALessOneIsNot() throws Exception {
        try (BoardWatch watch = watch("pi4", true)) {
            write(FLAGS, "1\n");
            look(watch, 1);
            write(FLAGS, "4\n");
            look(watch, 1);
            write(FLAGS, "0\n");
            look(watch, 1);

            assertThat(told).hasSize(2);
            assertThat(told.getLast().reasons()).containsExactly(BoardReason.UNDER_VOLTAGE, BoardReason.THROTTLED);
        }
    }

    @Test
    void metricsHaveWhatTheBoardTells() throws Exception {
        try (BoardWatch watch = watch("pi4", true)) {
            look(watch, 1);
            celsius(61.5);
            look(watch, 1);

            assertThat(metrics.scrape().lines())
                    .contains(
                            "edgewise_board_temperature_celsius 61.5",
                            "edgewise_board_temperature_limit_celsius 80.0",
                            "edgewise_board_level 0.0",
                            "edgewise_board_work_share 1.0",
                            "edgewise_board_under_voltage 0.0",
                            "edgewise_board_throttled 0.0",
                            "edgewise_board_frequency_hertz 1.8E9",
                            "edgewise_board_frequency_max_hertz 1.8E9")
                    .noneMatch(line -> line.contains("over_current"));
        }
    }

    @Test
    void eventsOfOverCurrentAreACounterWhereTheBoardCountsThem() throws Exception {
        try (BoardWatch watch = watch("orin", true)) {
            look(watch, 1);

            assertThat(metrics.scrape()).contains("edgewise_board_over_current_events_total 7.0");
            assertThat(told.getLast().powerMode()).contains("7W");
        }
    }

    @Test
    void whatTheBoardDoesNotTellIsNoMetric() throws Exception {
        try (BoardWatch watch = watch("vm", true)) {
            look(watch, 3);

            assertThat(metrics.scrape())
                    .contains("edgewise_board_level 0.0")
                    .doesNotContain("celsius", "hertz", "over_current");
            assertThat(told).singleElement().returns(BoardKind.GENERIC, BoardStatus::kind);
        }
    }

    @Test
    void itLooksByItselfOnAThreadOfItsOwn() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        try (BoardWatch watch = BoardWatch.start(
                Board.under(Boards.root("pi4")),
                settings(true),
                new BoardWatch.Governed(3, () -> Priority.HIGH, paces::add),
                metrics,
                board -> threads.add(Thread.currentThread().getName()),
                time)) {
            assertThat(watch).isNotNull();
            await().atMost(Duration.ofSeconds(10)).until(() -> !threads.isEmpty());
        }
        assertThat(threads).containsOnly("board");
    }
}
