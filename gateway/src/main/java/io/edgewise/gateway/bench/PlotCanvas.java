// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// A picture to draw on, in its pixels. Confined to one thread.
public final class PlotCanvas {
    public static final Color INK = new Color(0x1f2933);
    public static final Color PALE_INK = new Color(0x66727f);
    public static final Color GRID = new Color(0xe3e8ee);
    public static final Color MAIN = new Color(0x1f6feb);
    public static final Color MAIN_PALE = new Color(0xcfe0fb);
    public static final Color OTHER = new Color(0xa9bcd6);

    private static final float THICK = 4;
    private static final float THIN = 1.5f;
    private static final double DOT = 12;
    private static final double CORNER = 8;

    private final PlotLetters letters = PlotLetters.load();
    private final BufferedImage image;
    private final Graphics2D graphics;

    /// Where a text stands to its point.
    public enum Align {
        LEFT(0),
        CENTER(0.5),
        RIGHT(1);

        private final double share;

        Align(double share) {
            this.share = share;
        }
    }

    public PlotCanvas(int width, int height) {
        // A desktop's display is not needed, and may not answer.
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
    }

    /// How wide a text is.
    public double width(String text, double size) {
        return letters.width(text, size);
    }

    public void text(String text, double size, Color color, Align align, double x, double y) {
        fill(text, size, color, align, AffineTransform.getTranslateInstance(x, y));
    }

    /// A text that is read from the bottom to the top.
    public void upright(String text, double size, Color color, double x, double y) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.quadrantRotate(-1);
        fill(text, size, color, Align.CENTER, place);
    }

    private void fill(String text, double size, Color color, Align align, AffineTransform place) {
        place.translate(-align.share * letters.width(text, size), 0);
        graphics.setColor(color);
        graphics.fill(place.createTransformedShape(letters.text(text, size)));
    }

    public void thinLine(Color color, double x1, double y1, double x2, double y2) {
        stroke(color, THIN, new Line2D.Double(x1, y1, x2, y2));
    }

    public void dot(Color color, Point2D at) {
        graphics.setColor(color);
        graphics.fill(new Ellipse2D.Double(at.getX() - DOT / 2, at.getY() - DOT / 2, DOT, DOT));
    }

    /// A thick line through points.
    public void curve(Color color, List<Point2D> points) {
        stroke(color, THICK, path(points));
    }

    /// The inside of points.
    public void area(Color color, List<Point2D> points) {
        Path2D path = path(points);
        path.closePath();
        graphics.setColor(color);
        graphics.fill(path);
    }

    public void bar(Color color, double x, double y, double width, double height) {
        graphics.setColor(color);
        graphics.fill(new RoundRectangle2D.Double(x, y, width, height, CORNER, CORNER));
    }

    private static Path2D path(List<Point2D> points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points.getFirst().getX(), points.getFirst().getY());
        points.stream().skip(1).forEach(point -> path.lineTo(point.getX(), point.getY()));
        return path;
    }

    private void stroke(Color color, float width, Shape shape) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
    }

    /// Ends the picture.
    ///
    /// @throws IOException when the file can't be written
    public void write(Path png) throws IOException {
        graphics.dispose();
        // Into a stream: where a file can't be opened, ImageIO prints a stack trace of its own.
        try (OutputStream out = Files.newOutputStream(png)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java has no writer for PNG");
            }
        }
    }
}
