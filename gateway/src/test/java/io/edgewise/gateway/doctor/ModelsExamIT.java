// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.doctor.Finding.Level;
import io.edgewise.gateway.fake.Signatures;
import io.edgewise.inference.lane.ModelOptions;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.VendorDelegate;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.delegate.TestDelegate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsExamIT {
    private final Map<String, ModelConfiguration> models = new LinkedHashMap<>();

    @TempDir
    Path folder;

    @Test
    void theLibraryAndEveryBundleAreShown() {
        add("m", TinyBundles.moderation().writeTo(folder.resolve("m")));
        add("e", TinyBundles.extraction().writeTo(folder.resolve("e")));

        List<Finding> findings = look(Optional.empty());

        assertThat(findings)
                .extracting(Finding::what)
                .containsExactly("library", "bundle m", "plan m", "bundle e", "plan e");
        assertThat(findings).allMatch(finding -> finding.level() == Level.OK);
        assertThat(findings.getFirst().said()).startsWith("TensorFlow Lite ");
        assertThat(findings.get(1).said()).startsWith("moderation@1.2.3: ").contains("golden tests passed");
        assertThat(findings.get(2).said())
                .startsWith("xnnpack: correct, ")
                .endsWith("; runs 57 of 59 nodes; left over: 2 GATHER (XNNPACK has no kernel for this operator)");
    }

    @Test
    void whoseSignatureABundleHasIsShown() {
        TrustedKey key = Signatures.key(folder, "release");
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("m"));
        add("unsigned", bundle);
        assertThat(look(Optional.empty()).get(1).said()).endsWith(" ms; not signed");
        Signatures.sign(bundle, folder.resolve("release.pem"));
        models.put("trusted", ModelConfiguration.of(bundle).signedBy(new TrustedKeys(List.of(key))));

        List<Finding> findings = look(Optional.empty());

        assertThat(findings.get(1).said())
                .endsWith(" ms; has a signature, and no key is configured (inference.require-signature)");
        assertThat(findings.get(3).said()).endsWith(" ms; signed by " + key);
    }

    @Test
    void aVendorsDelegateIsShownWithWhatItTookAndWhatItLeftToXnnpack() {
        assertThat(trialOf(Map.of("dynamic", "1")))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.OK))
                .extracting(Finding::said)
                .asString()
                .startsWith("npu: correct, ")
                .contains("; runs 3 on npu, 54 on xnnpack of 59 nodes; left over: 2 GATHER");
    }

    @Test
    void aLibraryThatEndsItsWorkerIsAWarningAlthoughXnnpackIsOnTheListToo() {
        assertThat(trialOf(Map.of("at", "create", "how", "abort")))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
                .extracting(Finding::said)
                .asString()
                .startsWith("npu: refused (crashed), the worker process of delegate \"npu\" aborted (SIGABRT)")
                .endsWith(": TestDelegate: internal error in create");
    }

    /// What is said of the testkit's delegate when it and XNNPACK are candidates.
    private Finding trialOf(Map<String, String> options) {
        VendorDelegate npu = new VendorDelegate(
                "npu",
                TestDelegate.C.compileTo(folder),
                options,
                List.of(folder), // another one in each run, so that no earlier crash is held against it
                false,
                VendorDelegate.PASS_LIMIT,
                VendorDelegate.COOL_OFF);
        models.put(
                "m",
                new ModelConfiguration(
                        TinyBundles.moderation().writeTo(folder.resolve("m")),
                        ModelOptions.DEFAULT.on(Candidates.parse(List.of("npu", "xnnpack"), List.of(npu)))));
        return look(Optional.empty()).stream()
                .filter(finding -> finding.said().startsWith("npu: "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatWasRefusedIsShownWithItsReason() {
        Path bundle = TinyBundles.moderation().writeTo(folder.resolve("m"));
        models.put(
                "m",
                new ModelConfiguration(
                        bundle, ModelOptions.DEFAULT.on(Candidates.parse(List.of("xnnpack", "cpu"), List.of()))));

        List<Finding> findings = look(Optional.empty());

        assertThat(findings).allMatch(finding -> finding.level() == Level.OK);
        assertThat(findings)
                .filteredOn(finding -> finding.what().equals("plan m"))
                .extracting(Finding::said)
                .satisfiesExactly(
                        cpu -> assertThat(cpu)
                                .startsWith("cpu: refused (not-built), model ")
                                .contains("int8 FULLY_CONNECTED"),
                        xnnpack -> assertThat(xnnpack).startsWith("xnnpack: correct, "));
    }

    /// Every node of it is: that is what the CPU was asked for.
    @Test
    void nothingIsLeftOverOnTheCpu() {
        Path bundle = TinyBundles.moderation()
                .file("model.tflite", TinyFile.MODERATION_FP32.bytes())
                .writeTo(folder.resolve("m"));
        models.put(
                "m",
                new ModelConfiguration(bundle, ModelOptions.DEFAULT.on(Candidates.parse(List.of("cpu"), List.of()))));

        List<Finding> findings = look(Optional.empty());

        assertThat(findings.get(1).said()).contains(": cpu runs all 58 nodes, ");
        assertThat(findings.getLast().said()).startsWith("cpu: correct, ").doesNotContain("left over");
    }

    @Test
    void aCorruptBundleIsWrongAndTheNextIsStillLookedAt() {
        add("broken", TinyBundles.moderation().flawed(Flaw.CHANGED_BYTE).writeTo(folder.resolve("broken")));
        add("missing", folder.resolve("missing"));
        add("e", TinyBundles.extraction().writeTo(folder.resolve("e")));

        List<Finding> findings = look(Optional.empty());

        assertThat(findings)
                .extracting(Finding::what)
                .containsExactly("bundle broken", "bundle missing", "library", "bundle e", "plan e");
        assertThat(findings)
                .extracting(Finding::level)
                .containsExactly(Level.WRONG, Level.WRONG, Level.OK, Level.OK, Level.OK);
        assertThat(findings.getFirst().said()).contains("model.tflite has SHA-256");
        assertThat(findings.get(1).said()).contains("there is no such directory");
    }

    @Test
    void aLibraryThatIsNotThereIsWrong() {
        add("m", TinyBundles.moderation().writeTo(folder.resolve("m")));

        assertThat(look(Optional.of(folder.resolve("own.so")))).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WRONG);
            assertThat(finding.said()).contains("own.so is not there");
        });
    }

    private void add(String name, Path bundle) {
        models.put(name, ModelConfiguration.of(bundle));
    }

    private List<Finding> look(Optional<Path> library) {
        return ModelsExam.look(new InferenceConfiguration(1, library), models);
    }
}
