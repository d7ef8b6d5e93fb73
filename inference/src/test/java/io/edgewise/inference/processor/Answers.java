// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What models said on one processor: logits by the name of the question. Immutable by convention: nobody writes
/// to the arrays.
///
/// As a file, a line for each: `moderation | text 3 | moderation : -4.57391 …`
record Answers(Map<String, float[]> logits) {
    private static final String RECORDED = "x86-64.txt";
    private static final String SEPARATOR = " : ";

    /// Those of the processor on which [RecordAnswers] ran.
    static Answers recorded() throws IOException {
        Map<String, float[]> logits = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(Answers.class.getResourceAsStream(RECORDED), RECORDED)) {
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(SEPARATOR, -1))
                    .forEach(parts -> logits.put(parts[0], floats(parts[1])));
        }
        return new Answers(logits);
    }

    /// How far these are from others, which may be answers to more questions.
    List<Difference> differences(Answers others) {
        return logits.entrySet().stream()
                .map(entry -> Difference.of(entry.getKey(), entry.getValue(), others.of(entry.getKey())))
                .toList();
    }

    /// Those to questions that the others answer at the same length: a changed model may have other heads and
    /// texts.
    Answers alsoIn(Answers others) {
        Map<String, float[]> both = new TreeMap<>(logits);
        both.entrySet().removeIf(entry -> {
            float[] other = others.logits.get(entry.getKey());
            return other == null || other.length != entry.getValue().length;
        });
        return new Answers(both);
    }

    private float[] of(String question) {
        float[] answer = logits.get(question);
        if (answer == null) {
            throw new IllegalArgumentException("nothing was recorded for \"" + question + "\": see RecordAnswers");
        }
        return answer;
    }

    /// The lines of the file.
    String text() {
        return logits.entrySet().stream()
                .map(entry -> entry.getKey() + SEPARATOR + text(entry.getValue()) + "\n")
                .collect(joining());
    }

    private static String text(float[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> String.format(Locale.ROOT, "%.5f", values[i]))
                .collect(joining(" "));
    }

    private static float[] floats(String text) {
        String[] words = text.split(" ", -1);
        float[] floats = new float[words.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(words[i]);
        }
        return floats;
    }
}
