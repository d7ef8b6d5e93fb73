// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.tokenizer.ReferenceTokenizer.Pieces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Compares the regex tokenizer with what TensorFlow Lite Support does (`regex_tokenizer.cc`,
/// `RegexTokenizer::Tokenize`),
/// written here once more over the JDK's expressions, and with the vocabulary of its test data.
final class RegexParityIT {

    private static final int UNKNOWN = 2;

    /// The first is what TensorFlow Lite's models have in their metadata.
    @ParameterizedTest
    @CsvSource({
        "'[^\\w\\'']+', 50_000, 1",
        "'[ ,.!?]+', 10_000, 8",
        "'[^a-z0-9äöüß😀]', 10_000, 8",
        "'(?:a|b)c?', 10_000, 8",
    })
    void textsAreCutAsByTensorFlowLite(String delimiter, int hostile, int step) throws IOException {
        Path file = TestFiles.thirdParty("tflite_support_text/vocab_for_regex_tokenizer.txt");
        Tokenizer tokenizer = RegexTokenizer.read(file, delimiter, false);
        Map<String, Integer> vocabulary = vocabulary(file);
        Pattern pattern = Pattern.compile(delimiter);
        List<String> texts = new ArrayList<>(new HostileTexts(9).next(hostile));
        texts.addAll(DatasetTexts.some(step));
        List<String> differences = texts.parallelStream()
                .map(text -> Parity.difference(text, tokenizer.encode(text), expected(text, pattern, vocabulary)))
                .filter(difference -> !difference.isEmpty())
                .limit(10)
                .toList();
        assertThat(differences).as("differences in %d texts", texts.size()).isEmpty();
    }

    /// What is before each match that consumes something, and what is behind the last, unless it is empty.
    private static Pieces expected(String text, Pattern delimiter, Map<String, Integer> vocabulary) {
        var ids = new ArrayList<Integer>();
        var starts = new ArrayList<Integer>();
        var ends = new ArrayList<Integer>();
        Matcher matcher = delimiter.matcher(text);
        int from = 0;
        while (from <= text.length()) {
            boolean found = matcher.find();
            int to = found ? matcher.start() : text.length();
            if (to > from) {
                ids.add(vocabulary.getOrDefault(text.substring(from, to), UNKNOWN));
                starts.add(from);
                ends.add(to);
            }
            from = found ? matcher.end() : text.length() + 1;
        }
        return new Pieces(
                ints(ids),
                ints(starts),
                ints(ends),
                IntStream.range(0, ids.size()).toArray());
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Map<String, Integer> vocabulary(Path file) throws IOException {
        Map<String, Integer> vocabulary = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int blank = line.lastIndexOf(' ');
            vocabulary.put(line.substring(0, blank), Integer.parseInt(line.substring(blank + 1)));
        }
        assertThat(vocabulary).containsEntry("<UNKNOWN>", UNKNOWN).hasSizeGreaterThan(9_000);
        vocabulary.put("<START>", UNKNOWN); // a text must not be able to open a model input
        return vocabulary;
    }
}
