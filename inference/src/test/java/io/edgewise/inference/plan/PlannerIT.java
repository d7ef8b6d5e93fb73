// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.DelegateCrashedException;
import io.edgewise.inference.DelegateException;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.UnsupportedModelException;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleException;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.testkit.bundle.BundleDraft;
import io.edgewise.testkit.bundle.Flaw;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import io.edgewise.testkit.delegate.TestDelegate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Plans of tiny bundles on the real library. Closing the model proves that no encoder was left open.
class PlannerIT {
    private static final Candidate XNNPACK = Candidates.named("xnnpack", List.of());
    private static final Candidate CPU = Candidates.named("cpu", List.of());
    private static final Candidates BOTH = Candidates.of(List.of(XNNPACK, CPU));

    @TempDir
    Path folder;

    private final List<String> built = new ArrayList<>();
    private PlanContext context;
    private Bundle bundle;
    private Model model;

    @BeforeEach
    void open() {
        context = TestLibrary.context(folder.resolve("learnt"));
        bundle = Bundle.open(TinyBundles.moderation().writeTo(folder.resolve("int8")));
        model = TestLibrary.lite().model(bundle.modelFile());
    }

    @AfterEach
    void close() {
        context.close();
        model.close();
    }

    @Test
    void autoTakesXnnpackAndBuildsItOnce() {
        Receipt receipt = plan(Candidates.auto());

        assertThat(built).containsExactly("xnnpack");
        assertThat(receipt.chosen()).isEqualTo("xnnpack");
        assertThat(receipt.wanted()).containsExactly("auto");
        assertThat(receipt.bundle()).isEqualTo("moderation@1.2.3");
        assertThat(receipt.library()).isEqualTo(TestLibrary.lite().version());
        assertThat(receipt.goldenTests()).isEqualTo(bundle.goldenTests().texts().size());
        assertThat(receipt.trials()).hasSize(1);
        Trial.Correct running = receipt.running();
        assertThat(running.nodes()).isEqualTo(59);
        assertThat(running.delegates()).containsExactly(new Trial.Share("xnnpack", 57));
        assertThat(running.leftOver())
                .containsExactly(new LeftOver("GATHER", 2, "XNNPACK has no kernel for this operator"));
        assertThat(running.agreement()).isEmpty();
        assertThat(List.of(running.build(), running.test(), running.invoke(), receipt.took()))
                .allMatch(Duration::isPositive);
    }

    @Test
    void ofTwoCorrectOnesTheFasterRuns() {
        open(fp32());

        Receipt cpuFaster = plan(BOTH, factory(), timer(2, 1));
        Receipt xnnpackFaster = plan(BOTH, factory(), timer(1, 2));

        assertThat(cpuFaster.chosen()).isEqualTo("cpu");
        assertThat(xnnpackFaster.chosen()).isEqualTo("xnnpack");
        assertThat(built).containsExactly("cpu", "xnnpack", "cpu", "xnnpack");
        assertThat(cpuFaster.running().delegates()).isEmpty();
        assertThat(cpuFaster.running().leftOver()).extracting(LeftOver::why).containsOnly("no delegate was asked");
    }

    private static VendorDelegate vendor() {
        return new VendorDelegate(
                "npu",
                TestDelegates.library(TestDelegate.C),
                Map.of("dynamic", "1"),
                List.of(),
                false,
                Duration.ofSeconds(10),
                Duration.ofHours(1));
    }

    @Test
    void aVendorsDelegateMustBeATenthFasterThanXnnpack() {
        Candidates either = Candidates.parse(List.of("npu", "xnnpack"), List.of(vendor()));

        assertThat(plan(either, factory(), vendorTimer(950, 1_000)).chosen()).isEqualTo("xnnpack");
        assertThat(plan(either, factory(), vendorTimer(900, 1_000)).chosen()).isEqualTo("npu");
    }

    @Test
    void aTrialThatAnotherModelsCallEndedIsRepeated() {
        AtomicInteger disturbed = new AtomicInteger(1);

        Receipt receipt = plan(vendorOnly(), candidate -> endedBy(disturbed, false, candidate), PassTimer::best);

        assertThat(receipt.chosen()).isEqualTo("npu");
        assertThat(receipt.refused()).isEmpty();
        assertThat(folder.resolve("learnt/quarantine")).isEmptyDirectory();
    }

    @Test
    void aTrialThatIsAlwaysEndedByOthersIsRefusedAndNotHeldAgainstTheDelegate() {
        AtomicInteger disturbed = new AtomicInteger(3);

        Receipt receipt = plan(vendorOnly(), candidate -> endedBy(disturbed, false, candidate), PassTimer::best);

        assertThat(receipt.refused()).extracting(Trial.Refused::reason).containsExactly(Trial.Reason.CRASHED);
        assertThat(folder.resolve("learnt/quarantine")).isEmptyDirectory();
    }

    @Test
    void aTrialThatEndsItsWorkerIsNotRepeatedAndRemembered() {
        AtomicInteger crashes = new AtomicInteger(1);

        Receipt receipt = plan(vendorOnly(), candidate -> endedBy(crashes, true, candidate), PassTimer::best);

        assertThat(receipt.refused()).extracting(Trial.Refused::reason).containsExactly(Trial.Reason.CRASHED);
        assertThat(folder.resolve("learnt/quarantine")).isNotEmptyDirectory();
    }

    private Encoder endedBy(AtomicInteger times, boolean ownFault, Candidate candidate) {
        if (candidate instanceof Candidate.Vendor && times.getAndDecrement() > 0) {
            throw new DelegateCrashedException("the worker process ended", ownFault);
        }
        return build(candidate);
    }

    private static Candidates vendorOnly() {
        return Candidates.parse(List.of("npu"), List.of(vendor()));
    }

    private static PassTimer vendorTimer(int npuMillis, int xnnpackMillis) {
        return (encoder, window, outputs) -> {
            boolean npu = encoder.plan().shares().getFirst().delegate().equals("npu");
            return Duration.ofMillis(npu ? npuMillis : xnnpackMillis);
        };
    }

    @Test
    void othersAreComparedWithTheCpu() {
        open(fp32());

        Receipt receipt = plan(BOTH, factory(), timer(1, 2));

        assertThat(receipt.running().agreement().orElseThrow()).isGreaterThan(0.9999);
        assertThat(receipt.trials().getFirst())
                .isInstanceOfSatisfying(
                        Trial.Correct.class, cpu -> assertThat(cpu.agreement()).isEmpty());
    }

    @Test
    void whatDiffersFromTheCpuIsNotUsedHoweverFastItIs() {
        // Given: golden tests that let everything pass, and a delegate that computes something else
        open(fp32().describing("golden", golden -> golden.put("logit-tolerance", 10)));

        Receipt receipt =
                plan(BOTH, candidate -> candidate.equals(XNNPACK) ? confused() : build(candidate), timer(1, 2));

        assertThat(receipt.chosen()).isEqualTo("cpu");
        assertThat(receipt.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.candidate()).isEqualTo("xnnpack");
            assertThat(refused.reason()).isEqualTo(Trial.Reason.DIFFERS);
            assertThat(refused.detail())
                    .startsWith("bundle moderation@1.2.3: xnnpack passes the golden tests and yet differs from")
                    .endsWith(", expected at least 0.99");
        });
    }

    @Test
    void whatFailsAGoldenTestIsNotUsedHoweverFastItIs() {
        open(fp32());

        Receipt receipt =
                plan(BOTH, candidate -> candidate.equals(XNNPACK) ? confused() : build(candidate), timer(1, 2));

        assertThat(receipt.chosen()).isEqualTo("cpu");
        assertThat(receipt.refused()).extracting(Trial.Refused::reason).containsExactly(Trial.Reason.WRONG);
    }

    @Test
    void whatFailsInAPassIsNotUsed() {
        open(fp32());

        Receipt receipt = plan(BOTH, this::build, (encoder, window, outputs) -> {
            if (encoder.plan().delegatedNodes() > 0) {
                throw new InferenceException("the device went away");
            }
            return Duration.ofMillis(1);
        });

        assertThat(receipt.chosen()).isEqualTo("cpu");
        assertThat(receipt.refused())
                .containsExactly(new Trial.Refused("xnnpack", Trial.Reason.FAILED, "the device went away"));
    }

    @Test
    void autoFallsBackToTheCpuAndSaysSo() {
        open(fp32());

        Receipt receipt = plan(Candidates.auto(), this::withoutXnnpack, timer(1, 2));

        assertThat(receipt.chosen()).isEqualTo("cpu");
        assertThat(receipt.isSecondChoice()).isTrue();
        assertThat(receipt.refused())
                .containsExactly(
                        new Trial.Refused("xnnpack", Trial.Reason.NOT_BUILT, "XNNPACK did not start on this board"));
    }

    @Test
    void int8OnTheCpuIsRefusedAndTheReceiptSaysWhy() {
        Receipt receipt = plan(BOTH);

        assertThat(receipt.chosen()).isEqualTo("xnnpack");
        assertThat(receipt.running().agreement()).isEmpty();
        assertThat(receipt.isSecondChoice()).isFalse();
        assertThat(receipt.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.candidate()).isEqualTo("cpu");
            assertThat(refused.reason()).isEqualTo(Trial.Reason.NOT_BUILT);
            assertThat(refused.detail()).contains("7 int8 FULLY_CONNECTED nodes are left outside every delegate");
        });
    }

    @Test
    void int8OnTheCpuAloneIsRefusedWithTheReason() {
        assertThatThrownBy(() -> plan(Candidates.of(List.of(CPU))))
                .isInstanceOf(DelegateException.class)
                .hasMessageContaining("7 int8 FULLY_CONNECTED nodes are left outside every delegate")
                .hasMessageContaining("allow-slow");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "os.arch",
            matches = "amd64",
            disabledReason = "allow-slow is refused on arm64, see EveryProcessorIT")
    void allowSlowLetsInt8RunOnTheCpu() {
        Receipt receipt = plan(BOTH, EncoderFactory.of(context, bundle, model, sha256(), true), timer(1, 2));

        assertThat(receipt.refused()).isEmpty();
        assertThat(receipt.running().agreement().orElseThrow()).isGreaterThan(0.99);
    }

    @Test
    void whenNothingOfAListCanRunItEachReasonIsTold() {
        assertThatThrownBy(() -> plan(BOTH, this::withoutXnnpack, timer(1, 2)))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("bundle " + bundle.directory() + ": no delegate of its list can run it here\n")
                .hasMessageContaining("\n  cpu: model ")
                .hasMessageEndingWith("\n  xnnpack: XNNPACK did not start on this board");
    }

    @Test
    void aBundleThatIsWrongIsToldAsSuchAndNotAsTheLastResort() {
        open(TinyBundles.moderation().flawed(Flaw.OTHER_GOLDEN_LOGITS));

        assertThatThrownBy(() -> plan(Candidates.auto()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("golden tests failed on this board")
                .hasMessageNotContaining("FULLY_CONNECTED");
    }

    @Test
    void aGraphThatIsNotWhatTheBundleSaysIsNoMatterOfCandidates() {
        open(fp32().flawed(Flaw.MISSING_SIGNATURE));

        assertThatThrownBy(() -> plan(BOTH))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("has no signature \"batched\"");
        assertThat(built).hasSize(1);
    }

    @Test
    void whatWasKeptIsClosedWhenALaterOneFailsUnexpectedly() {
        open(fp32());

        assertThatThrownBy(() -> plan(
                        BOTH,
                        candidate -> {
                            if (candidate.equals(XNNPACK)) {
                                throw new IllegalStateException("a defect");
                            }
                            return build(candidate);
                        },
                        timer(1, 2)))
                .isInstanceOf(IllegalStateException.class);
    }

    /// Another bundle in place of the int8 one.
    private void open(BundleDraft draft) {
        model.close();
        bundle = Bundle.open(draft.writeTo(folder.resolve("bundle")));
        model = TestLibrary.lite().model(bundle.modelFile());
    }

    private static BundleDraft fp32() {
        return TinyBundles.moderation().file("model.tflite", TinyFile.MODERATION_FP32.bytes());
    }

    private Receipt plan(Candidates candidates) {
        return plan(candidates, this::build, PassTimer::best);
    }

    private Receipt plan(Candidates candidates, EncoderFactory factory, PassTimer timer) {
        Planned planned = new Planner(context, bundle, sha256(), candidates, factory, timer).plan();
        planned.spare().ifPresent(Encoder::close);
        assertThat(planned.candidate().name()).isEqualTo(planned.receipt().chosen());
        return planned.receipt();
    }

    private String sha256() {
        return bundle.modelFile().sha256(FileDigests.READING);
    }

    private EncoderFactory factory() {
        return this::build;
    }

    private Encoder build(Candidate candidate) {
        built.add(candidate.name());
        return EncoderFactory.of(context, bundle, model, sha256(), false).build(candidate);
    }

    private Encoder withoutXnnpack(Candidate candidate) {
        if (candidate.equals(XNNPACK)) {
            throw new DelegateException("XNNPACK did not start on this board");
        }
        return build(candidate);
    }

    private Encoder confused() {
        return new OtherAnswers(Encoder.open(bundle.descriptor(), model, InterpreterOptions.cpu()));
    }

    private static PassTimer timer(int xnnpackMillis, int cpuMillis) {
        return (encoder, window, outputs) ->
                Duration.ofMillis(encoder.plan().delegatedNodes() > 0 ? xnnpackMillis : cpuMillis);
    }
}
