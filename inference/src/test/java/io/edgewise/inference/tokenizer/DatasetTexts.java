// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectMapper;

/// All texts in a folder of data sets, whatever their format.
final class DatasetTexts {

    /// Files of tens of thousands of near-equal rows are thinned out, so that each set counts.
    private static final int MAX_PER_FILE = 6_000;

    private static final long MAX_BYTES = 8L << 20;
    private static final int MAX_LENGTH = 20_000;

    private final ObjectMapper json = new ObjectMapper();

    /// Every `step`-th text of the data sets. Skips the test if these are not there.
    static List<String> some(int step) {
        TestFiles.datasets();
        return IntStream.range(0, Read.ALL.size())
                .filter(i -> i % step == 0)
                .mapToObj(Read.ALL::get)
                .toList();
    }

    /// Read once, for all tests of the process.
    private static final class Read {
        static final List<String> ALL = all();

        private static List<String> all() {
            try {
                return List.copyOf(new DatasetTexts().below(TestFiles.datasets()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The distinct texts below `folder`, in a fixed order.
    private Collection<String> below(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
        Set<String> texts = new LinkedHashSet<>();
        for (Path file : files) {
            if (Files.size(file) <= MAX_BYTES) {
                texts.addAll(thinned(texts(file)));
            }
        }
        return texts;
    }

    private List<String> texts(Path file) throws IOException {
        String content = content(file);
        String name = file.getFileName().toString();
        var texts = new LinkedHashSet<String>();
        if (name.endsWith(".json") || name.endsWith(".jsonl")) {
            jsonTexts(content, texts);
        } else if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            fields(content, name.endsWith(".csv") ? ',' : '\t', texts);
        } else if (name.endsWith(".conll") || name.endsWith(".norm")) {
            sentences(content, texts);
        } else {
            content.lines().forEach(texts::add);
        }
        texts.removeIf(text -> text.isBlank() || text.length() > MAX_LENGTH);
        return List.copyOf(texts);
    }

    private static List<String> thinned(List<String> texts) {
        if (texts.size() <= MAX_PER_FILE) {
            return texts;
        }
        var kept = new ArrayList<String>();
        for (int i = 0; i < MAX_PER_FILE; i++) {
            kept.add(texts.get((int) ((long) i * texts.size() / MAX_PER_FILE)));
        }
        return kept;
    }

    private static String content(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            String content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return content.startsWith("\uFEFF") ? content.substring(1) : content;
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /// One document or one per line.
    private void jsonTexts(String content, Set<String> texts) {
        try (MappingIterator<JsonNode> documents =
                json.readerFor(JsonNode.class).readValues(content)) {
            documents.forEachRemaining(document -> collect(document, texts));
        }
    }

    private static void collect(JsonNode node, Set<String> texts) {
        if (node.isString()) {
            texts.add(node.stringValue());
        }
        node.forEach(child -> collect(child, texts));
    }

    /// The fields of all rows; a quoted one can have separators and line ends in it.
    private static void fields(String content, char separator, Set<String> texts) {
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == separator || c == '\n')) {
                texts.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        texts.add(field.toString());
    }

    /// One token per line, its labels after a tab or blank; an empty line ends a sentence.
    private static void sentences(String content, Set<String> texts) {
        var sentence = new StringBuilder();
        for (String line : content.split("\n", -1)) {
            if (line.isBlank()) {
                texts.add(sentence.toString().strip());
                sentence.setLength(0);
            } else {
                sentence.append(line.split("[\t ]", 2)[0]).append(' ');
            }
        }
    }
}
