// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a file of labelled lines: CSV as in RFC 4180 with a header, with commas, semicolons or tabs, or JSON lines
/// (see [LabelColumns] for what is in them). Confined to the thread that reads.
public final class LabelledFile {
    private static final JsonMapper JSON = new JsonMapper();
    /// A hundred thousand long lines; a file that was named by mistake is not read into memory.
    private static final long MOST_BYTES = 64 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    private final Path file;
    private final LabelColumns columns;
    private final List<LabelledText> texts = new ArrayList<>();

    private LabelledFile(Path file, List<String> labels) {
        this.file = file;
        this.columns = new LabelColumns(labels);
    }

    /// @param labels those of the bundle
    /// @throws LabelledFileException with the line, when the file can't be used
    public static List<LabelledText> read(Path file, List<String> labels) {
        LabelledFile reading = new LabelledFile(file, labels);
        String content = reading.content();
        if (content.stripLeading().startsWith("{")) {
            reading.json(content);
        } else {
            reading.csv(content);
        }
        if (reading.texts.isEmpty()) {
            throw reading.failure("there is no labelled line in it");
        }
        return List.copyOf(reading.texts);
    }

    private String content() {
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw failure("it has " + bytes + " bytes, at most " + MOST_BYTES + " are read");
            }
            String content = Files.readString(file);
            return !content.isEmpty() && content.charAt(0) == BYTE_ORDER_MARK ? content.substring(1) : content;
        } catch (NoSuchFileException e) {
            throw failure("there is no such file");
        } catch (CharacterCodingException e) {
            throw failure("it is not UTF-8: save it in that encoding (a spreadsheet calls it \"CSV UTF-8\")");
        } catch (IOException e) {
            throw failure("it can't be read: " + e.getMessage());
        }
    }

    private void csv(String content) {
        List<String> header = List.of();
        try {
            for (CsvRecord line : CsvReader.builder()
                    .fieldSeparator(separator(content.lines().findFirst().orElse("")))
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .allowExtraCharsAfterClosingQuote(false)
                    .ofCsvRecord(content)) {
                if (header.isEmpty()) {
                    header = header(line);
                } else {
                    add(line.getStartingLineNumber(), cells(header, line));
                }
            }
        } catch (CsvParseException e) {
            throw failure("it is not CSV: " + (e.getCause() == null ? e : e.getCause()).getMessage());
        }
    }

    /// The one that the header has most of: what spreadsheets write depends on the country.
    private static char separator(String header) {
        char most = SEPARATORS.getFirst();
        for (char candidate : SEPARATORS) {
            if (count(header, candidate) > count(header, most)) {
                most = candidate;
            }
        }
        return most;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private List<String> header(CsvRecord line) {
        List<String> names = line.getFields().stream().map(String::strip).toList();
        checkColumns(line.getStartingLineNumber(), names);
        return names;
    }

    private void checkColumns(long line, List<String> names) {
        if (names.stream().distinct().count() < names.size()) {
            throw failure("line " + line + ": a column stands twice: " + names);
        }
        columns.problem(names).ifPresent(problem -> {
            throw failure("line " + line + ": " + problem);
        });
    }

    private Map<String, String> cells(List<String> header, CsvRecord line) {
        if (line.getFieldCount() != header.size()) {
            throw failure("line " + line.getStartingLineNumber() + ": expected " + header.size()
                    + " columns as in the header, got " + line.getFieldCount()
                    + "; a text with a comma or a line break in it needs quotes");
        }
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            cells.put(header.get(i), line.getField(i));
        }
        return cells;
    }

    private void json(String content) {
        List<String> lines = content.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                Map<String, String> cells = members(i + 1, lines.get(i));
                checkColumns(i + 1, List.copyOf(cells.keySet()));
                add(i + 1, cells);
            }
        }
    }

    private Map<String, String> members(int line, String json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (!node.isObject()) {
                throw failure(
                        "line " + line + ": expected an object such as {\"text\": \"hello\", \"label\": \"none\"}");
            }
            Map<String, String> cells = new LinkedHashMap<>();
            node.properties()
                    .forEach(member -> cells.put(
                            member.getKey(),
                            member.getValue().isNull() ? "" : member.getValue().asString()));
            return cells;
        } catch (JacksonException e) {
            throw failure("line " + line + " is not JSON: " + e.getOriginalMessage());
        }
    }

    private void add(long line, Map<String, String> cells) {
        try {
            texts.add(columns.read(cells));
        } catch (IllegalArgumentException e) {
            throw failure("line " + line + ": " + e.getMessage());
        }
    }

    private LabelledFileException failure(String problem) {
        return new LabelledFileException(file, problem);
    }
}
