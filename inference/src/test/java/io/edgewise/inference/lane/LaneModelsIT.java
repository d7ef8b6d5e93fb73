// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.InferenceException;
import io.edgewise.inference.TestDelegates;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.PlanContext;
import io.edgewise.inference.plan.VendorDelegate;
import io.edgewise.inference.tokenizer.Encoding;
import io.edgewise.inference.tokenizer.SpecialPieces;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.delegate.TestDelegate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is at fault when a pass fails: the delegate, or the text. With a real delegate in a real worker.
class LaneModelsIT {
    private static final Set<String> OUTPUTS = Set.of("moderation");

    @TempDir
    Path folder;

    private PlanContext context;
    private LoadedModel loaded;
    private ModelSlot slot;
    private LaneModels models;
    private int demotions;
    private int opened;

    @BeforeAll
    static void needsCompiler() {
        TestDelegates.needCompiler();
    }

    @BeforeEach
    void open() {
        open("invoke");
    }

    private void open(String place) {
        context = TestLibrary.context(folder.resolve("learnt"));
        Path bundle = folder.resolve("moderation" + opened++);
        TinyBundles.moderation().writeTo(bundle);
        VendorDelegate vendor = new VendorDelegate(
                "npu",
                TestDelegates.library(TestDelegate.C),
                Map.of("dynamic", "1", "at", place, "how", "refuse", "while", ill().toString()),
                List.of(),
                false,
                Duration.ofSeconds(2),
                Duration.ofHours(1));
        ModelOptions options = ModelOptions.DEFAULT.on(Candidates.parse(List.of("npu"), List.of(vendor)));
        loaded = LoadedModel.plan(context, Bundle.open(bundle), options, 1);
        slot = new ModelSlot("moderation", options, job -> {}, opened -> {}, demoted -> demotions++);
        slot.serve(Assignment.planned(loaded));
        models = new LaneModels();
    }

    @AfterEach
    void close() {
        models.close();
        loaded.release();
        context.close();
    }

    private Path ill() {
        return folder.resolve("ill");
    }

    private static Window window(int id) {
        return Window.whole(
                Encoding.of(new int[] {id}, new int[] {0}, new int[] {1}, new int[] {0}, new SpecialPieces(2, 3)));
    }

    private void run(Window window) {
        models.run(slot, models.of(slot), List.of(window), OUTPUTS);
    }

    @Test
    void whenXnnpackCanReadTheTextTheDelegateIsAtFault() throws Exception {
        run(window(93));
        Files.createFile(ill());

        run(window(93));

        assertThat(demotions).isEqualTo(1);
        assertThat(slot.assignment().orElseThrow().isPlanned()).isFalse();
    }

    @Test
    void whatCannotBeBuiltOnALaneIsReplacedThere() throws Exception {
        close();
        open("create");
        loaded.dropSpares();
        Files.createFile(ill());

        assertThat(models.of(slot).assignment().isPlanned()).isFalse();

        assertThat(demotions).isEqualTo(1);
        run(window(93));
    }

    @Test
    void whenXnnpackCannotReadItEitherTheTextIsAtFault() {
        assertThatThrownBy(() -> run(window(1_000_000)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("token id 1000000 is out of range");

        assertThat(demotions).isZero();
        assertThat(slot.assignment().orElseThrow().isPlanned()).isTrue();
        run(window(93));
        assertThat(models.of(slot).assignment().isPlanned())
                .as("nothing was replaced")
                .isTrue();
    }
}
