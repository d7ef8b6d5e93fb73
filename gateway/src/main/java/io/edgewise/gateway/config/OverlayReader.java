// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.bundle.SiteOverlay;
import io.edgewise.inference.bundle.SiteOverlay.LabelOverlay;
import io.edgewise.inference.bundle.SiteOverlay.Origin;
import io.edgewise.inference.bundle.Thresholds;
import io.edgewise.inference.document.DocumentSection;
import io.edgewise.inference.document.Problems;
import io.edgewise.inference.document.SchemaSection;
import io.edgewise.inference.document.Section;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the file that `edgewise bundle calibrate` writes, in YAML or JSON, and describes it as a JSON Schema.
public final class OverlayReader {
    private static final int FORMAT = 1;
    /// A threshold of 0 would be reached by every text.
    private static final double LEAST_SCORE = 0.001;

    private static final int MOST_LINES = 100_000_000;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private OverlayReader() {}

    /// The JSON Schema of an overlay.
    public static Map<String, Object> schema() {
        return SchemaSection.describe("Edgewise site overlay", OverlayReader::overlay);
    }

    /// Reads a file.
    ///
    /// @throws ConfigurationException with every problem of the file
    public static SiteOverlay read(Path file) {
        Problems problems = new Problems();
        SiteOverlay overlay;
        try {
            overlay =
                    DocumentSection.read(YamlDocument.parse(Files.readString(file)), problems, OverlayReader::overlay);
        } catch (YamlException e) {
            throw new ConfigurationException(file, e.line(), String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file, 0, "there is no such file");
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file, 0, "it is not UTF-8: save it in that encoding");
        } catch (IOException e) {
            throw new ConfigurationException(file, 0, "it can't be read: " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(file, problems.list());
        }
        return overlay;
    }

    private static SiteOverlay overlay(Section s) {
        int format = s.integer("format", FORMAT, FORMAT, FORMAT, "version of this format");
        assert format == FORMAT;
        return new SiteOverlay(
                s.section("bundle", OverlayReader::origin, "the bundle that it was made for"),
                s.required("made", "2026-11-30T08:00:00Z", OverlayReader::instant, "when it was made, in UTC"),
                s.integer("lines", 0, 0, MOST_LINES, "labelled lines that it was made from"),
                s.optional("rule", "", rule -> rule, "how the thresholds were chosen, for people"),
                s.named("labels", OverlayReader::label, "for moderation, per label"),
                s.maybeNumber("min-score", 0.6, 0, 1, "for classification: a label below it does not hold"));
    }

    private static Origin origin(Section s) {
        return new Origin(
                s.text("name", "moderation", "its name"),
                s.text("version", "1.0.0", "its version"),
                s.required("sha256", "0".repeat(64), OverlayReader::digest, "SHA-256 of its bundle.json"));
    }

    private static LabelOverlay label(Section s) {
        double block = s.number("block", 1, LEAST_SCORE, 1, "from this score on a text is blocked; 1 means never");
        double review =
                s.number("review", block, LEAST_SCORE, 1, "from this score on a person should look; 1 means never");
        if (review > block) {
            s.problem("review", "is " + review + ", above block with " + block + ": nothing would ever be reviewed");
        }
        return new LabelOverlay(
                new Thresholds(Math.min(review, block), block),
                s.integer("positives", 0, 0, MOST_LINES, "lines where the label holds"),
                s.integer("negatives", 0, 0, MOST_LINES, "lines where it doesn't"));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a time such as 2026-11-30T08:00:00Z, got \"" + text + "\"");
        }
    }

    private static String digest(String text) {
        if (!DIGEST.matcher(text).matches()) {
            throw new IllegalArgumentException("expected 64 hexadecimal digits, got \"" + text + "\"");
        }
        return text;
    }
}
