// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.gateway.Models;
import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.lane.ModelStatus;
import io.edgewise.inference.tflite.NativeLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Loads the native library and every bundle as the gateway would, one after the other, so that each has its own
/// finding.
final class ModelsExam {
    private static final String LIBRARY = "library";

    private ModelsExam() {}

    static List<Finding> look(InferenceConfiguration inference, Map<String, ModelConfiguration> models) {
        List<Finding> findings = new ArrayList<>();
        models.forEach((name, model) -> findings.addAll(look(inference, name, model, lacksLibrary(findings))));
        return findings;
    }

    /// The first bundle that can be used shows the library, which may not be the first.
    private static boolean lacksLibrary(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.what().equals(LIBRARY));
    }

    private static List<Finding> look(
            InferenceConfiguration inference, String name, ModelConfiguration model, boolean tellLibrary) {
        List<Finding> findings = new ArrayList<>();
        String what = "bundle " + name;
        InferenceConfiguration oneLane = new InferenceConfiguration(1, inference.library());
        try (Models models = open(oneLane, Map.of(name, model))) {
            List<ModelStatus> loaded = models.awaitReady();
            if (tellLibrary) {
                findings.add(Finding.ok(
                        LIBRARY,
                        "TensorFlow Lite " + models.library().version() + " at "
                                + models.library().file().path()));
            }
            loaded.forEach(status -> findings.add(Finding.ok(what, describe(status))));
        } catch (InferenceException e) {
            findings.add(Finding.wrong(what, String.valueOf(e.getMessage())));
        }
        return findings;
    }

    /// Nothing is remembered here: a doctor looks.
    private static Models open(InferenceConfiguration inference, Map<String, ModelConfiguration> models) {
        Path cache = NativeLibrary.usableFolder(NativeLibrary.defaultCache(System.getenv()));
        return Models.open(inference, models, cache, FileDigests.READING);
    }

    private static String describe(ModelStatus status) {
        return status.descriptor().id() + ": " + status.plan() + "; " + status.goldenTests()
                + " golden tests passed; built and" + " tested in "
                + status.build().toMillis() + " ms";
    }
}
