// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.testkit.junit.ExpectedLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `examples/reports.yaml` with the model that ships: classes that nobody trained.
class ReportsExampleIT {
    /// None of them is an example.
    private static final Map<String, String> REPORTS = new LinkedHashMap<>();

    static {
        REPORTS.put("there is coolant on the floor near line 2", "spill");
        REPORTS.put("the gearbox makes a strange noise", "noise");
        REPORTS.put("what time is lunch", "none");
        REPORTS.put("my badge does not open the back door", "access");
        REPORTS.put("i love this song", "none");
        REPORTS.put("oil is leaking under the machine", "spill");
    }

    @TempDir
    Path folder;

    @BeforeEach
    void linksGoDownWhenTheirBrokerDoes(ExpectedLogs logs) {
        logs.allow("waiting for broker");
    }

    @Test
    void reportsGetTheClassTheyAreLikeAndStrangersGetNone() throws IOException {
        try (ExampleSite site = ExampleSite.start(folder, "reports.yaml")) {
            site.client().subscribe("plant/+/sorted");

            REPORTS.keySet().forEach(report -> site.client().publish("plant/north/reports", report));

            // In their order, also while examples are read.
            REPORTS.forEach((report, label) -> {
                JsonNode said = site.next().path("classification");
                assertThat(said.path("label").asString())
                        .as(report + " " + said)
                        .isEqualTo(label);
                assertThat(said.path("score").asDouble() >= 0.6).as(report).isEqualTo(!label.equals("none"));
                assertThat(said.path("scores").propertyNames()).containsExactly("spill", "noise", "access");
            });
        }
    }
}
