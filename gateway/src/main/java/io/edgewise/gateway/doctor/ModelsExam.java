// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import io.edgewise.gateway.Models;
import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.bundle.BundleSignature;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.generation.GeneratorEvents;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Receipt;
import io.edgewise.inference.plan.Trial;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.tflite.NativeLibrary;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Loads the native library and every bundle as the gateway would, one after the other, so that each has its
/// own finding.
final class ModelsExam {
    private static final String LIBRARY = "library";

    private ModelsExam() {}

    static List<Finding> look(InferenceConfiguration inference, Map<String, ModelConfiguration> models) {
        List<Finding> findings = new ArrayList<>();
        models.forEach((name, model) -> findings.addAll(look(inference, name, model, lacksLibrary(findings))));
        return findings;
    }

    /// The first bundle that can be used shows the library, which may not be the first.
    static boolean lacksLibrary(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.what().equals(LIBRARY));
    }

    private static List<Finding> look(
            InferenceConfiguration inference, String name, ModelConfiguration model, boolean tellLibrary) {
        List<Finding> findings = new ArrayList<>();
        String what = "bundle " + name;
        InferenceConfiguration oneLane = new InferenceConfiguration(1, inference.library());
        try (Models models = open(oneLane, Map.of(name, eager(model)))) {
            List<ModelStatus> loaded = models.awaitReady();
            if (tellLibrary) {
                findings.add(library(models));
            }
            String signed = signature(model.bundle(), model.signer());
            loaded.forEach(status -> findings.addAll(plan(name, status, signed)));
        } catch (InferenceException e) {
            findings.add(Finding.wrong(what, String.valueOf(e.getMessage())));
        }
        return findings;
    }

    static Finding library(Models models) {
        TensorFlowLite library = models.context().library();
        return Finding.ok(
                LIBRARY,
                "TensorFlow Lite " + library.version() + " at " + library.file().path());
    }

    /// What waits for its first text is looked at, too.
    private static ModelConfiguration eager(ModelConfiguration model) {
        return model.with(model.options().eager());
    }

    /// Nothing is remembered here: a doctor looks.
    private static Models open(InferenceConfiguration inference, Map<String, ModelConfiguration> models) {
        return Models.open(
                inference, models, Map.of(), cache(), FileDigests.READING, changed -> {}, GeneratorEvents.NONE);
    }

    static Path cache() {
        return NativeLibrary.usableFolder(NativeLibrary.defaultCache(System.getenv()));
    }

    static String signature(Path bundle, Optional<TrustedKey> signer) {
        return signer.map(key -> "signed by " + key)
                .orElseGet(() -> BundleSignature.isIn(bundle)
                        ? "has a signature, and no key is configured (inference.require-signature)"
                        : "not signed");
    }

    private static List<Finding> plan(String name, ModelStatus status, String signed) {
        Receipt receipt = status.receipt().orElseThrow();
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                "bundle " + name,
                receipt.bundle() + ": " + receipt.sentence() + "; " + receipt.goldenTests()
                        + " golden tests passed; planned in " + receipt.took().toMillis() + " ms; " + signed));
        for (Trial trial : receipt.trials()) {
            String said = describe(trial);
            boolean worth = trial instanceof Trial.Refused refused && (receipt.isSecondChoice() || ended(refused));
            findings.add(worth ? Finding.warning("plan " + name, said) : Finding.ok("plan " + name, said));
        }
        return findings;
    }

    /// A library that ends its worker is worth a look, although another one does its work.
    private static boolean ended(Trial.Refused trial) {
        return trial.reason() == Trial.Reason.CRASHED || trial.reason() == Trial.Reason.QUARANTINED;
    }

    private static String describe(Trial trial) {
        return trial.candidate() + ": "
                + switch (trial) {
                    case Trial.Correct correct -> describe(correct);
                    case Trial.Refused refused ->
                        "refused (" + Choice.name(refused.reason()) + "), " + refused.detail();
                };
    }

    private static String describe(Trial.Correct trial) {
        String leftOver = trial.leftOver().stream()
                .map(left -> left.nodes() + " " + left.operator() + " (" + left.why() + ")")
                .collect(Collectors.joining(", "));
        String agreement = trial.agreement().isPresent()
                ? String.format(
                        Locale.ROOT, ", cosine to cpu %.4f", trial.agreement().getAsDouble())
                : "";
        return String.format(
                        Locale.ROOT,
                        "correct, %.2f ms a pass, built in %d ms, tested in %d ms",
                        trial.invoke().toNanos() / 1e6,
                        trial.build().toMillis(),
                        trial.test().toMillis())
                + agreement
                + (trial.delegates().isEmpty() ? "" : "; runs " + trial.shares() + " of " + trial.nodes() + " nodes")
                + (leftOver.isEmpty() || trial.delegates().isEmpty() ? "" : "; left over: " + leftOver);
    }
}
