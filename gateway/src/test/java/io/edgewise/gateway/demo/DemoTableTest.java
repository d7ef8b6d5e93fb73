// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.devices.DeviceConnection.Received;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTableTest {
    private static final Duration TOOK = Duration.ofMillis(12);
    private static final String BLOCK = "{\"source\":\"terminals/7/text\",\"moderation\":{\"verdict\":\"block\","
            + "\"flagged\":[\"insult\"],\"scores\":{\"insult\":0.93}},\"took\":{\"queue_ms\":0.5,\"infer_ms\":2.25}}";

    private final StringWriter said = new StringWriter();

    @Test
    void aRowShowsWhatWasSaidAndWhatCameBack() {
        table(120).row("terminals/7/text", "you idiot", result(BLOCK), TOOK);

        assertThat(said.toString())
                .matches(
                        "\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  terminals/7/text {6}you idiot +12\\.0  block {8}insult 0\\.93\n");
    }

    @Test
    void aDeadLetterShowsItsReason() {
        table(120).row("t/1", "", deadLetter("no-text", "the payload is empty"), TOOK);

        assertThat(lines()).hasSize(1);
        assertThat(said.toString())
                .contains("dead letter  no-text: the payload is")
                .doesNotContain("\u001B");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 79, 80, 99, 100, 120, 200})
    void noLineIsWiderThanTheTerminal(int columns) {
        DemoTable table = table(columns);
        String fields = "{\"type\":\"EQUIPMENT\",\"text\":\"conveyor 東京 🔥 CV-102\"},".repeat(12);
        String extraction = "{\"extraction\":{\"fields\":[" + fields.substring(0, fields.length() - 1) + "]}}";

        table.header(1883, 8080, List.of());
        said.getBuffer().delete(0, said.toString().indexOf("\n\n") + 2); // addresses may be longer
        table.row("plant/a-very-long-name-of-a-plant/orders", "🔥".repeat(200), result(extraction), TOOK);
        table.row("terminals/7/text", "x".repeat(300_000), result(BLOCK), Duration.ofMillis(99_999));
        table.row("t", "", deadLetter("malformed", "e\u0301".repeat(500)), TOOK);
        table.unanswered("machines/press12/alarm", "한글 ".repeat(50));

        assertThat(lines()).hasSizeGreaterThan(6).allMatch(line -> Cells.width(line) <= columns);
    }

    @Test
    void aNarrowTerminalLeavesOutTheTime() {
        table(80).row("terminals/7/text", "you idiot", result(BLOCK), TOOK);

        assertThat(said.toString()).startsWith("terminals/7/t…  you idiot").contains("block        insult 0.93");
    }

    @Test
    void aDevicesControlCharactersNeverReachTheTerminal() {
        DemoTable table = table(120);
        String hostile = "\u001B[2J\u0007\u009B31m\r\u202E\n";
        String escaped = "\\u001B[2J\\u0007\\u009B31m\\r\\n";
        String result = BLOCK.replace("block", escaped).replace("\"insult\"", "\"" + escaped + "\"");

        table.row(hostile, hostile, result(result), TOOK);
        table.row("t", hostile, deadLetter(hostile, hostile), TOOK);
        table.unanswered(hostile, hostile);

        assertThat(said.toString().replace("\n", "").codePoints())
                .noneMatch(c -> Character.isISOControl(c) || c == 0x202E);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hello", "{}", "[1]", "{\"moderation\":{}}", "{\"source\":{},\"took\":{\"queue_ms\":\"x\"}}"
            })
    void whatSomebodyElsePublishedOnAnAnswersTopicDoesNotEndTheDemo(String payload) {
        DemoTable table = table(120);
        Received foreign = result(payload);

        table.row(table.source(foreign), "", foreign, table.took(foreign));

        assertThat(said.toString()).contains("moderation/7", "no result");
    }

    @Test
    void anAnswerTellsWhatItAnswersAndHowLongItTook() {
        DemoTable table = table(120);

        assertThat(table.source(result(BLOCK))).isEqualTo("terminals/7/text");
        assertThat(table.took(result(BLOCK))).isEqualTo(Duration.ofNanos(2_750_000));
        assertThat(table.source(deadLetter("no-text", ""))).isEqualTo("terminals/66/text");
        assertThat(table.took(deadLetter("no-text", ""))).isZero();
    }

    @Test
    void coloursAreByVerdictAndOnlyWhenWanted() {
        DemoTable colourful = new DemoTable(new PrintWriter(said), 120, true);

        colourful.row("t", "x", result(BLOCK), TOOK);
        colourful.row("t", "x", result(BLOCK.replace("block", "allow")), TOOK);
        colourful.row("t", "x", result(BLOCK.replace("block", "review")), TOOK);

        assertThat(said.toString())
                .contains("\u001B[31mblock\u001B[0m", "\u001B[32mallow\u001B[0m", "\u001B[33mreview\u001B[0m");
    }

    @Test
    void theSummaryCountsAndMeasures() {
        DemoTable table = table(120);
        for (int i = 1; i <= 100; i++) {
            table.row("t", "x", result(BLOCK), Duration.ofMillis(i));
        }
        table.unanswered("t", "x");

        table.summary(101, 1);

        assertThat(lines().getLast())
                .isEqualTo("101 messages, 100 answered, 1 without an answer; publish to answer p50 51.0 ms,"
                        + " p99 100.0 ms");
    }

    @Test
    void aSummaryOfNothingHasNoTimes() {
        table(120).summary(0, 0);

        assertThat(said.toString()).endsWith("p50 - ms, p99 - ms\n");
    }

    @Test
    void theInvitationNamesThePortsToUse() {
        table(120).invitation(1883, 8080);
        table(120).invitation(40_001, 40_002);

        assertThat(said.toString())
                .contains("mosquitto_pub -t terminals/1/text", "http://127.0.0.1:8080/metrics")
                .contains("mosquitto_pub -p 40001 -t terminals/1/text", "http://127.0.0.1:40002/metrics");
    }

    private DemoTable table(int columns) {
        return new DemoTable(new PrintWriter(said), columns, false);
    }

    private List<String> lines() {
        return said.toString().lines().toList();
    }

    private static Received result(String json) {
        return new Received("moderation/7", json.getBytes(UTF_8), "demo-1", Map.of());
    }

    private static Received deadLetter(String reason, String detail) {
        return new Received(
                "edgewise/demo/dead-letter/chat",
                new byte[0],
                "demo-1",
                Map.of("reason", reason, "detail", detail, "source-topic", "terminals/66/text"));
    }
}
