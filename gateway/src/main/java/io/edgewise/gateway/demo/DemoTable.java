// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.demo;

import static java.util.stream.Collectors.joining;

import io.edgewise.devices.DeviceConnection.Received;
import io.edgewise.devices.terminal.AnswerView;
import io.edgewise.devices.terminal.AnswerView.Tone;
import io.edgewise.inference.document.Printable;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Receipt;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The table that the demo prints: time, topic, what was said, what came back, how long it took. Confined to the
/// command's thread.
public final class DemoTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int TIME_COLUMNS = 12;
    private static final int TOPIC_COLUMNS = 20;
    private static final int NARROW_TOPIC_COLUMNS = 14;
    /// Below this the time of day is left out, so that an answer has room.
    private static final int WIDE = 100;
    private static final int GAP = 2;
    private static final int LEAST_REST = 20;
    private static final int MILLIS_COLUMNS = 6;
    private static final int WORD_COLUMNS = 12;
    private static final int ANSWER_LINES = 4;
    private static final String RESET = "\u001B[0m";
    private static final String DIM = "\u001B[2m";

    private final PrintWriter out;
    private final int columns;
    private final boolean colours;
    private final List<Duration> latencies = new ArrayList<>();

    /// @param columns width of the terminal
    /// @param colours whether to use ANSI colours
    public DemoTable(PrintWriter out, int columns, boolean colours) {
        this.out = out;
        this.columns = columns;
        this.colours = colours;
    }

    void header(int mqttPort, int httpPort, List<ModelStatus> models) {
        out.println("Edgewise demo: gateway and broker in this process, no network.");
        out.println("  MQTT   mqtt://127.0.0.1:" + mqttPort);
        out.println("  HTTP   http://127.0.0.1:" + httpPort + "/health/ready");
        for (ModelStatus model : models) {
            out.println("  model  " + plan(model));
        }
        out.println();
        out.println(line("TIME", "TOPIC", "TEXT", "MS", new AnswerView(Tone.NEUTRAL, "ANSWER", "")));
        out.flush();
    }

    private static String plan(ModelStatus model) {
        Receipt receipt = model.receipt().orElseThrow();
        return receipt.bundle() + ": " + receipt.sentence() + "; " + receipt.goldenTests()
                + " golden tests passed on this board";
    }

    void row(String topic, String text, Received answer, Duration took) {
        latencies.add(took);
        String millis = String.format(Locale.ROOT, "%.1f", took.toNanos() / 1e6);
        out.println(line(LocalTime.now(ZoneId.systemDefault()).format(TIME), topic, text, millis, view(answer)));
        out.flush();
    }

    /// A part of an answer that is being written; its last one ends the line.
    void part(Received part) {
        JsonNode json = json(part);
        out.print(dim((json.path("seq").asInt(0) == 0 ? "  … " : "")
                + Printable.line(json.path("text").asString(""))));
        if (json.path("final").asBoolean(false)) {
            out.println();
        }
        out.flush();
    }

    void unanswered(String topic, String text) {
        out.println(line(
                LocalTime.now(ZoneId.systemDefault()).format(TIME),
                topic,
                text,
                "-",
                new AnswerView(Tone.BAD, "no answer", "")));
        out.flush();
    }

    private static AnswerView view(Received answer) {
        if (isDeadLetter(answer)) {
            return AnswerView.ofDeadLetter(
                    answer.properties().getOrDefault("reason", "?"),
                    answer.properties().getOrDefault("detail", ""));
        }
        try {
            return AnswerView.ofResult(answer.payload());
        } catch (IllegalArgumentException e) {
            return new AnswerView(Tone.BAD, "no result", "somebody else published here");
        }
    }

    private static boolean isDeadLetter(Received answer) {
        return answer.topic().contains("/dead-letter/");
    }

    /// Missing when it is no JSON: anybody may publish on the topic of an answer.
    private static JsonNode json(Received answer) {
        try {
            return JSON.readTree(answer.payload());
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    /// The topic that an answer answers; its own when it doesn't tell.
    String source(Received answer) {
        return isDeadLetter(answer)
                ? answer.properties().getOrDefault("source-topic", answer.topic())
                : json(answer).path("source").asString(answer.topic());
    }

    /// What the gateway says an answer took.
    Duration took(Received answer) {
        if (isDeadLetter(answer)) {
            return Duration.ZERO;
        }
        JsonNode took = json(answer).path("took");
        double millis =
                took.path("queue_ms").asDouble(0) + took.path("infer_ms").asDouble(0);
        return Duration.ofNanos((long) (millis * 1e6));
    }

    void summary(int published, int unanswered) {
        List<Duration> sorted = new ArrayList<>(latencies);
        Collections.sort(sorted);
        out.println();
        out.println(published + " messages, " + (published - unanswered) + " answered, " + unanswered
                + " without an answer; publish to answer p50 " + millis(sorted, 50) + " ms, p99 " + millis(sorted, 99)
                + " ms");
        out.flush();
        latencies.clear();
    }

    private static String millis(List<Duration> sorted, int percent) {
        if (sorted.isEmpty()) {
            return "-";
        }
        int index = Math.min(sorted.size() - 1, sorted.size() * percent / 100);
        return String.format(Locale.ROOT, "%.1f", sorted.get(index).toNanos() / 1e6);
    }

    void invitation(int mqttPort, int httpPort) {
        String port = mqttPort == 1883 ? "" : " -p " + mqttPort;
        out.println();
        out.println("The gateway stays up. Say something yourself, in another terminal:");
        out.println("  mosquitto_pub" + port + " -t terminals/1/text -m 'you are a useless idiot'");
        out.println("  mosquitto_pub" + port + " -t plant/north/orders -m 'replace seal on pump 3, call 555-0134'");
        out.println("  mosquitto_sub" + port + " -t 'moderation/+' -v        # the answers as JSON");
        out.println("  curl http://127.0.0.1:" + httpPort + "/metrics");
        out.println("Ctrl-C ends it.");
        out.println();
        out.flush();
    }

    /// One row; an answer that is longer than its column goes on in the next lines.
    private String line(String time, String topic, String text, String millis, AnswerView answer) {
        boolean wide = columns >= WIDE;
        int topicColumns = wide ? TOPIC_COLUMNS : NARROW_TOPIC_COLUMNS;
        int fixed = (wide ? TIME_COLUMNS + GAP : 0) + topicColumns + MILLIS_COLUMNS + 3 * GAP;
        int rest = Math.max(LEAST_REST, columns - fixed);
        int textColumns = rest * 2 / 5;
        String left = (wide ? dim(fit(time, TIME_COLUMNS)) + "  " : "") + fit(topic, topicColumns) + "  "
                + fit(text, textColumns) + "  " + right(millis, MILLIS_COLUMNS) + "  ";
        int indent = fixed + textColumns;
        List<String> lines = Cells.wrap(Printable.line(plain(answer)), rest - textColumns, ANSWER_LINES);
        int word = Math.min(lines.getFirst().length(), answer.word().length());
        String first = paint(answer.tone(), lines.getFirst().substring(0, word))
                + lines.getFirst().substring(word);
        return left
                + first
                + lines.stream()
                        .skip(1)
                        .map(more -> "\n" + " ".repeat(indent) + more)
                        .collect(joining());
    }

    private static String plain(AnswerView view) {
        String word =
                view.word() + " ".repeat(Math.max(0, WORD_COLUMNS - view.word().length()));
        return (word + " " + view.details()).stripTrailing();
    }

    private String dim(String text) {
        return colours ? DIM + text + RESET : text;
    }

    private String paint(Tone tone, String text) {
        if (!colours) {
            return text;
        }
        String colour = switch (tone) {
            case GOOD -> "\u001B[32m";
            case DOUBTFUL -> "\u001B[33m";
            case BAD -> "\u001B[31m";
            case NEUTRAL -> "\u001B[36m";
        };
        return colour + text + RESET;
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String fit(String text, int width) {
        String cut = Cells.cut(Printable.line(text), width);
        return cut + " ".repeat(Math.max(0, width - Cells.width(cut)));
    }
}
