// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.edgewise.inference.FileDigests;
import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.testkit.ProjectRoot;
import io.edgewise.testkit.bundle.TinyBundles;
import io.edgewise.testkit.bundle.TinyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Receipts that were recorded with Arm NN's delegate, which is not part of the tests: what they say must be true
/// of the models and the planner of today. See the resource folder's `README.md`.
class ArmNnReceiptsIT {
    private static final String ARM_NN = "arm-nn";
    private static final List<String> MEASURED =
            List.of("build_ms", "test_ms", "invoke_ms", "pack_tokens", "agreement");

    @TempDir
    Path folder;

    /// A receipt, and the file that it is from.
    record Recorded(String file, JsonNode receipt) {
        String model() {
            return receipt.path("model").asString();
        }

        JsonNode trial(String candidate) {
            return StreamSupport.stream(receipt.path("trials").spliterator(), false)
                    .filter(trial -> trial.path("candidate").asString().equals(candidate))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return model() + " in " + file;
        }
    }

    static Stream<Recorded> served() {
        return Stream.of("cpu-acc.json", "cpu-ref.json").flatMap(ArmNnReceiptsIT::recorded);
    }

    static Stream<Recorded> all() {
        return Stream.concat(served(), recorded("aborting.json"));
    }

    private static Stream<Recorded> recorded(String file) {
        try (InputStream in = ArmNnReceiptsIT.class.getResourceAsStream(ARM_NN + "/" + file)) {
            JsonNode plans =
                    JsonMapper.shared().readTree(Objects.requireNonNull(in)).path("plans");
            return StreamSupport.stream(plans.spliterator(), false).map(receipt -> new Recorded(file, receipt));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itFollowsTheSchema(Recorded recorded) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(ProjectRoot.path("docs/schemas/receipt.schema.json")), InputFormat.JSON);

        assertThat(schema.validate(recorded.receipt().toString(), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("served")
    void armNnTakesAllButInt8MatricesAndGeluAndXnnpackTakesThose(Recorded recorded) {
        ModelContents.Graph graph = contents(recorded).graphs().getFirst();
        int gelu = graph.operators().getOrDefault("GELU", 0);
        int left = gelu + int8Matrices(contents(recorded));

        JsonNode trial = recorded.trial(ARM_NN);

        assertThat(trial.path("outcome").asString()).isEqualTo("correct");
        assertThat(trial.path("nodes").asInt()).isEqualTo(graph.nodes());
        assertThat(trial.path("delegates").path(ARM_NN).asInt()).isEqualTo(graph.nodes() - left);
        assertThat(trial.path("delegates").path("xnnpack").asInt()).isEqualTo(left);
        assertThat(trial.path("left_over")).isEmpty();
    }

    /// The matrices of all layers and heads.
    private static int int8Matrices(ModelContents contents) {
        return contents.weights().stream()
                .filter(weights -> weights.operator().equals("FULLY_CONNECTED") && weights.type() == TensorType.INT8)
                .mapToInt(ModelContents.Weights::count)
                .sum();
    }

    @ParameterizedTest
    @MethodSource("served")
    void xnnpackWasFasterAndRuns(Recorded recorded) {
        JsonNode xnnpack = recorded.trial("xnnpack");

        assertThat(recorded.receipt().path("chosen").asString()).isEqualTo("xnnpack");
        assertThat(xnnpack.path("invoke_ms").asDouble())
                .isLessThan(recorded.trial(ARM_NN).path("invoke_ms").asDouble());
    }

    @ParameterizedTest
    @MethodSource("all")
    void withoutArmNnThePlannerOfTodaySaysTheSameOfXnnpack(Recorded recorded) {
        JsonNode today = planned(recorded);

        assertThat(trial(today)).isEqualTo(withoutTimes(recorded.trial("xnnpack")));
        // The receipts are of weights 1.0.0; later ones are in the same graph.
        assertThat(name(today)).isEqualTo(name(recorded.receipt()));
        assertThat(today.path("library")).isEqualTo(recorded.receipt().path("library"));
        assertThat(today.path("golden_tests")).isEqualTo(recorded.receipt().path("golden_tests"));
        assertThat(today.propertyNames())
                .containsExactlyElementsOf(recorded.receipt().propertyNames());
    }

    private static String name(JsonNode receipt) {
        return receipt.path("bundle").asString().replaceAll("@.*", "");
    }

    @Test
    void anAbortIsTold() {
        Recorded recorded = recorded("aborting.json").findFirst().orElseThrow();
        JsonNode trial = recorded.trial(ARM_NN);

        assertThat(trial.path("reason").asString()).isEqualTo("crashed");
        assertThat(trial.path("detail").asString())
                .startsWith(
                        "the worker process of delegate \"arm-nn\" aborted (SIGABRT), while building an interpreter: "
                                + "terminate called after throwing an instance of 'armnn::Exception' / what():  ");
    }

    private JsonNode planned(Recorded recorded) {
        Bundle bundle = bundle(recorded);
        Candidates xnnpack = Candidates.of(List.of(Candidates.XNNPACK));
        String sha256 = bundle.modelFile().sha256(FileDigests.READING);
        try (PlanContext context = TestLibrary.context(folder.resolve("learnt"));
                Model model = TestLibrary.lite().model(bundle.modelFile())) {
            EncoderFactory factory = EncoderFactory.of(context, bundle, model, sha256, false);
            Planned planned = Planner.plan(context, bundle, sha256, xnnpack, factory);
            planned.spare().ifPresent(Encoder::close);
            ModelStatus status =
                    new ModelStatus(recorded.model(), Optional.of(planned.receipt()), new Service.AsPlanned());
            return JsonMapper.shared().readTree(new String(ReceiptJson.of(status), StandardCharsets.UTF_8));
        }
    }

    private static JsonNode trial(JsonNode receipt) {
        return withoutTimes(receipt.path("trials").path(0));
    }

    /// What depends on the machine, or on who else was tried, is taken away.
    private static JsonNode withoutTimes(JsonNode trial) {
        ObjectNode rest = (ObjectNode) trial.deepCopy();
        MEASURED.forEach(rest::remove);
        return rest;
    }

    private ModelContents contents(Recorded recorded) {
        return bundle(recorded).modelFile().contents();
    }

    private Bundle bundle(Recorded recorded) {
        return Bundle.open(
                recorded.model().equals("tiny-fp32")
                        ? TinyBundles.moderation()
                                .file("model.tflite", TinyFile.MODERATION_FP32.bytes())
                                .writeTo(folder.resolve("tiny-fp32"))
                        : ProjectRoot.path("models/" + recorded.model()));
    }
}
