// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.fake.FakeBundles;
import io.edgewise.gateway.schema.PublishedSchema;
import io.edgewise.gateway.tuning.OverlayFile;
import io.edgewise.inference.bundle.DescriptorFile;
import io.edgewise.inference.bundle.Head;
import io.edgewise.inference.bundle.SiteOverlay;
import io.edgewise.inference.bundle.SiteOverlay.LabelOverlay;
import io.edgewise.inference.bundle.SiteOverlay.Origin;
import io.edgewise.inference.bundle.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class OverlayReaderTest {
    @TempDir
    private Path folder;

    private SiteOverlay overlay(String label) {
        FakeBundles.write(folder);
        return new SiteOverlay(
                new Origin(
                        "moderation",
                        "1.0.0",
                        DescriptorFile.read(folder.resolve("models/moderation")).sha256()),
                Instant.parse("2026-11-30T08:00:00Z"),
                120,
                "block: lowest threshold with precision 0.95; review: highest F1",
                Map.of(label, new LabelOverlay(new Thresholds(0.25, 0.75), 20, 100)),
                OptionalDouble.empty());
    }

    private Draft configured(SiteOverlay overlay, String file) throws IOException {
        Draft draft = Draft.in(folder).line(6, "moderation: { bundle: models/moderation, overlay: " + file + " }");
        OverlayFile.write(overlay, folder.resolve(file));
        return draft;
    }

    @ParameterizedTest
    @ValueSource(strings = {"site.yaml", "site.json"})
    void whatIsWrittenIsRead(String file) throws IOException {
        OverlayFile.write(overlay("toxic"), folder.resolve(file));

        assertThat(OverlayReader.read(folder.resolve(file))).isEqualTo(overlay("toxic"));
    }

    @Test
    void whatIsWrittenIsWhatTheSchemaDescribes() throws IOException {
        OverlayFile.write(overlay("toxic"), folder.resolve("site.json"));

        assertThat(PublishedSchema.of("site-overlay").errors(Files.readString(folder.resolve("site.json"))))
                .isEmpty();
        assertThat(JsonMapper.shared().readTree(PublishedSchema.text("site-overlay")))
                .isEqualTo(
                        JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(OverlayReader.schema())));
    }

    @Test
    void theSitesThresholdsTakeThePlaceOfTheBundles() throws IOException {
        GatewayConfiguration read = configured(overlay("toxic"), "site.yaml").read();

        assertThat(read.models()).hasEntrySatisfying("moderation", model -> {
            Head.Labels head = (Head.Labels) model.describe().heads().getFirst();
            assertThat(head.thresholds())
                    .containsEntry("toxic", new Thresholds(0.25, 0.75))
                    .containsEntry("insult", new Thresholds(0.5, 0.8));
        });
    }

    @Test
    void aLabelThatTheBundleLacksIsTold() throws IOException {
        assertThat(configured(overlay("toxik"), "site.yaml").problems())
                .singleElement()
                .asString()
                .startsWith("line 6: models.moderation.overlay: ")
                .endsWith("unknown label \"toxik\" for moderation@1.0.0: did you mean \"toxic\"? (have: toxic, insult,"
                        + " threat)");
    }

    @Test
    void anotherBundleIsRefused() throws IOException {
        Draft draft = configured(overlay("toxic"), "site.yaml");
        Path bundle = folder.resolve("models/moderation/bundle.json");
        String own = Files.readString(bundle);

        Files.writeString(bundle, own + " ");
        assertThat(draft.problems()).singleElement().asString().contains("it was made for another moderation@1.0.0");
        Files.writeString(bundle, own.replace("1.0.0", "1.1.0"));
        assertThat(draft.problems())
                .singleElement()
                .asString()
                .contains("it was made for moderation@1.0.0, this bundle is moderation@1.1.0");
    }

    @Test
    void whatIsNoOverlayIsToldWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("site.yaml"), """
                bundle: { name: a, version: b, sha256: c }
                made: today
                labels: { toxic: { review: 0.9, block: 0.5 } }
                """);

        assertThatThrownBy(() -> OverlayReader.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("line 1: bundle.sha256: expected 64 hexadecimal digits, got \"c\"")
                .hasMessageContaining("line 2: made: expected a time such as 2026-11-30T08:00:00Z, got \"today\"")
                .hasMessageContaining("line 3: labels.toxic.review: is 0.9, above block with 0.5");
        assertThatThrownBy(() -> OverlayReader.read(folder.resolve("nothing.yaml")))
                .hasMessageContaining("there is no such file");
    }
}
