// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Letters as shapes to fill. A Java without a desktop has no fonts, and without the libraries that Debian only
/// recommends beside it can't even look for one, so the outlines of those that a plot needs are in a file.
///
/// Immutable. The format of the file is in its head.
final class PlotLetters {
    /// Units of a path to the height of a line.
    static final int EM = 1_000;

    private static final String FILE = "plot-letters.txt";
    private static final int UNKNOWN = '?';

    private final Map<Integer, Letter> letters;

    private record Letter(int advance, Shape outline) {}

    private PlotLetters(Map<Integer, Letter> letters) {
        this.letters = Map.copyOf(letters);
    }

    /// Reads the letters that ship.
    static PlotLetters load() {
        try (InputStream in = PlotLetters.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing beside " + PlotLetters.class);
            }
            Map<Integer, Letter> letters = new HashMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> read(List.of(line.split(" ", -1)).iterator(), letters));
            return new PlotLetters(letters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Iterator<String> line, Map<Integer, Letter> letters) {
        int code = number(line);
        int advance = number(line);
        Path2D path = new Path2D.Float(Path2D.WIND_NON_ZERO);
        while (line.hasNext()) {
            switch (line.next()) {
                case "M" -> path.moveTo(number(line), number(line));
                case "L" -> path.lineTo(number(line), number(line));
                case "Q" -> path.quadTo(number(line), number(line), number(line), number(line));
                case "Z" -> path.closePath();
                default -> throw new IllegalStateException(FILE + ": unknown command for letter " + code);
            }
        }
        letters.put(code, new Letter(advance, path));
    }

    private static int number(Iterator<String> line) {
        return Integer.parseInt(line.next());
    }

    /// A line of text that begins at the origin and stands on the x axis; y grows downwards.
    ///
    /// @param size height of a line
    Shape text(String text, double size) {
        Path2D whole = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double x = 0;
        double scale = size / EM;
        for (int code : text.codePoints().toArray()) {
            Letter letter = letter(code);
            AffineTransform place = AffineTransform.getTranslateInstance(x, 0);
            place.scale(scale, scale);
            whole.append(letter.outline().getPathIterator(place), false);
            x += letter.advance() * scale;
        }
        return whole;
    }

    /// How far a text goes.
    double width(String text, double size) {
        return text.codePoints().mapToLong(code -> letter(code).advance()).sum() * size / EM;
    }

    /// A question mark for a letter that there is not.
    private Letter letter(int code) {
        Letter unknown = letters.get(UNKNOWN);
        if (unknown == null) {
            throw new IllegalStateException(FILE + " has no question mark");
        }
        return letters.getOrDefault(code, unknown);
    }
}
