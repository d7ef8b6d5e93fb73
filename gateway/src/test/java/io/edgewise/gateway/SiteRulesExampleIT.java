// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.junit.ExpectedLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `examples/site-rules` with the models that ship: from a message to a result that tells the rule.
class SiteRulesExampleIT {
    @TempDir
    Path folder;

    @BeforeEach
    void linksGoDownWhenTheirBrokerDoes(ExpectedLogs logs) {
        logs.allow("waiting for broker");
    }

    @Test
    void theRulesOfTheSiteStandBesideTheModels() throws IOException {
        Path example = ProjectRoot.path("examples/site-rules");
        Files.createDirectories(folder.resolve("lists"));
        for (String file : List.of("lists/block.txt", "lists/review.txt", "lists/allow.txt", "assets.csv")) {
            Files.copy(example.resolve(file), folder.resolve(file));
        }
        try (ExampleSite site = ExampleSite.start(folder, "site-rules/edgewise.yaml")) {
            site.client().subscribe("plant/+/moderated");
            site.client().subscribe("plant/+/fields");

            site.client().publish("plant/north/chat", "you m0r0n, start it");
            JsonNode blocked = site.next().path("moderation");
            assertThat(blocked.path("verdict").asString()).isEqualTo("block");
            assertThat(blocked.path("scores").isEmpty()).isTrue();
            assertThat(blocked.path("words").path(0).path("term").asString()).isEqualTo("moron");

            site.client().publish("plant/north/chat", "please bypass the interlock at noon");
            assertThat(site.next().path("moderation").path("verdict").asString())
                    .isIn("review", "block");

            site.client().publish("plant/north/chat", "the ass line is down");
            assertThat(site.next().path("moderation").path("verdict").asString())
                    .isEqualTo("allow");

            site.client().publish("plant/north/orders", "WO-4711: coolin tower east leaks, see cv 102");
            List<JsonNode> ours = site.next()
                    .path("extraction")
                    .path("fields")
                    .valueStream()
                    .filter(field -> field.path("group").asString().equals("site"))
                    .toList();
            assertThat(ours)
                    .extracting(field -> field.path("value").asString())
                    .containsExactly("4711", "Cooling tower east", "CV-102");
        }
    }
}
