// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The units of `units.txt` by their spellings. Immutable, thread-safe.
final class UnitDictionary {
    private static final String RESOURCE = "units.txt";
    private static final int COLUMNS = 4;

    private final Map<String, Unit> symbols;
    private final Map<String, Unit> names;

    private UnitDictionary(Map<String, Unit> symbols, Map<String, Unit> names) {
        this.symbols = Map.copyOf(symbols);
        this.names = Map.copyOf(names);
    }

    /// The dictionary that comes with the library, read when the first number arrives.
    static UnitDictionary shipped() {
        return Shipped.DICTIONARY;
    }

    private static final class Shipped {
        private static final UnitDictionary DICTIONARY = load();
    }

    /// Reads the dictionary that comes with the library.
    ///
    /// @throws IllegalStateException if a line of it is malformed or a spelling stands twice: a fault of this build
    static UnitDictionary load() {
        Map<String, Unit> symbols = new HashMap<>();
        Map<String, Unit> names = new HashMap<>();
        try (InputStream stream = UnitDictionary.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the library");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(line, symbols, names);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
        return new UnitDictionary(symbols, names);
    }

    /// The unit with a symbol in exactly this case, else with a name in any case; null if there is none.
    @Nullable
    Unit bySpelling(String spelling) {
        Unit unit = symbols.get(spelling);
        return unit != null ? unit : byName(spelling.toLowerCase(Locale.ROOT));
    }

    /// The unit with a name, words parted by single spaces, in lower case; null if there is none.
    @Nullable
    Unit byName(String name) {
        return names.get(name);
    }

    private static void add(String line, Map<String, Unit> symbols, Map<String, Unit> names) {
        String[] columns = line.split("\\|", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalStateException(
                    "%s: expected %d columns, got %d in \"%s\"".formatted(RESOURCE, COLUMNS, columns.length, line));
        }
        Unit unit = new Unit(columns[0].strip(), columns[1].strip());
        for (String symbol : columns[2].strip().split(" ", -1)) {
            put(symbols, symbol, unit);
        }
        for (String entry : columns[3].split(";", -1)) {
            String name = entry.strip();
            put(names, name.replace("(s)", ""), unit);
            if (name.contains("(s)")) {
                put(names, name.replace("(s)", "s"), unit);
            }
        }
    }

    private static void put(Map<String, Unit> units, String spelling, Unit unit) {
        if (spelling.isEmpty()) {
            return;
        }
        Unit other = units.putIfAbsent(spelling, unit);
        // "C" is listed under one unit only; two meanings would make the answer depend on the order of the file.
        if (other != null) {
            throw new IllegalStateException(
                    "%s: \"%s\" stands for %s and %s".formatted(RESOURCE, spelling, other.symbol(), unit.symbol()));
        }
    }
}
