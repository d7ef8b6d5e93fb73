// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.gateway.board.Board;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// Looks at everything that a gateway on this board needs.
public final class Doctor {
    private Doctor() {}

    /// Lets the vendors' delegates of a configuration fail while texts wait, and looks whether each is
    /// answered.
    ///
    /// @param live told what happens while it happens
    public static List<Finding> drill(GatewayConfiguration configuration, Consumer<String> live) {
        return new Drill(configuration.inference(), live).run(configuration.models());
    }

    /// With a configuration: its models, its generators and its broker.
    public static List<Finding> look(GatewayConfiguration configuration) {
        List<Finding> findings = new ArrayList<>(new BoardExam(Board.ofThisMachine())
                .look(configuration.state(), configuration.board().limit()));
        findings.addAll(ModelsExam.look(configuration.inference(), configuration.models()));
        findings.addAll(GeneratorsExam.look(
                configuration.inference(), configuration.generators(), ModelsExam.lacksLibrary(findings)));
        findings.addAll(BrokerExam.look(configuration));
        return findings;
    }

    /// Without one: the bundles that ship.
    public static List<Finding> look(List<Path> bundles) {
        List<Finding> findings =
                new ArrayList<>(new BoardExam(Board.ofThisMachine()).look(Path.of("."), OptionalDouble.empty()));
        Map<String, ModelConfiguration> models = new LinkedHashMap<>();
        for (Path bundle : bundles) {
            models.put(String.valueOf(bundle.getFileName()), ModelConfiguration.of(bundle));
        }
        findings.addAll(ModelsExam.look(new InferenceConfiguration(1, Optional.empty()), models));
        if (bundles.isEmpty()) {
            findings.add(Finding.warning("bundles", "none found; start from the folder where Edgewise is installed"));
        }
        return findings;
    }
}
