// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.PathIterator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes `plot-letters.txt` from a font file. A program of its own, on a machine with a whole JDK.
///
/// Arguments: `Roboto-Regular.ttf` of Debian's package `fonts-roboto-unhinted`, and the file to write.
final class PlotLettersWriter {
    private static final String LETTERS = "×·–µ°®";

    private PlotLettersWriter() {}

    public static void main(String[] arguments) throws IOException, FontFormatException {
        Font font = Font.createFont(Font.TRUETYPE_FONT, new File(arguments[0])).deriveFont((float) PlotLetters.EM);
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Outlines of letters for plots, from the typeface Roboto, Copyright 2015 Google Inc., Apache License 2.0.");
        lines.add("# One letter a line: its code, how far to go on, its path with 1000 units to the height of a line.");
        for (char c = '!'; c <= '~'; c++) {
            lines.add(line(font, c));
        }
        LETTERS.chars().forEach(c -> lines.add(line(font, (char) c)));
        lines.add("32 " + advance(font, ' '));
        Files.write(Path.of(arguments[1]), lines);
    }

    private static String line(Font font, char c) {
        return (int) c + " " + advance(font, c) + path(glyph(font, c).getOutline());
    }

    private static GlyphVector glyph(Font font, char c) {
        return font.createGlyphVector(new FontRenderContext(null, true, true), String.valueOf(c));
    }

    private static long advance(Font font, char c) {
        return Math.round(glyph(font, c).getGlyphMetrics(0).getAdvanceX());
    }

    private static String path(Shape outline) {
        StringBuilder path = new StringBuilder();
        double[] points = new double[6];
        for (PathIterator i = outline.getPathIterator(null); !i.isDone(); i.next()) {
            int count = switch (i.currentSegment(points)) {
                case PathIterator.SEG_MOVETO -> add(path, "M", 2);
                case PathIterator.SEG_LINETO -> add(path, "L", 2);
                case PathIterator.SEG_QUADTO -> add(path, "Q", 4);
                case PathIterator.SEG_CLOSE -> add(path, "Z", 0);
                default -> throw new IllegalArgumentException("a TrueType font has no cubic curves");
            };
            for (int p = 0; p < count; p++) {
                path.append(' ').append(Math.round(points[p]));
            }
        }
        return path.toString();
    }

    private static int add(StringBuilder path, String command, int numbers) {
        path.append(' ').append(command);
        return numbers;
    }
}
