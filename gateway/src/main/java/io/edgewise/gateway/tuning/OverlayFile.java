// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.tuning;

import io.edgewise.inference.bundle.SiteOverlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.json.JsonMapper;

/// Writes a site's overlay: as JSON into a file of that name, else as YAML.
public final class OverlayFile {
    private static final int FORMAT = 1;

    private OverlayFile() {}

    /// @throws IOException when the file can't be written
    public static void write(SiteOverlay overlay, Path file) throws IOException {
        boolean json = file.toString().endsWith(".json");
        Files.writeString(file, json ? json(overlay) : yaml(overlay));
    }

    private static String json(SiteOverlay overlay) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(members(overlay)) + "\n";
    }

    private static String yaml(SiteOverlay overlay) {
        return "# Thresholds of this site, for models.NAME.overlay: made by edgewise bundle calibrate.\n"
                + new Dump(DumpSettings.builder()
                                .setDefaultFlowStyle(FlowStyle.BLOCK)
                                .build())
                        .dumpToString(members(overlay));
    }

    private static Map<String, Object> members(SiteOverlay overlay) {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("name", overlay.origin().name());
        origin.put("version", overlay.origin().version());
        origin.put("sha256", overlay.origin().sha256());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.put("bundle", origin);
        members.put("made", overlay.made().toString());
        members.put("lines", overlay.lines());
        members.put("rule", overlay.rule());
        if (!overlay.labels().isEmpty()) {
            Map<String, Object> labels = new LinkedHashMap<>();
            overlay.labels().forEach((label, site) -> {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("review", site.thresholds().review());
                one.put("block", site.thresholds().block());
                one.put("positives", site.positives());
                one.put("negatives", site.negatives());
                labels.put(label, one);
            });
            members.put("labels", labels);
        }
        overlay.minScore().ifPresent(score -> members.put("min-score", score));
        return members;
    }
}
