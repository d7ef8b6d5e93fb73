// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenTestsTest {
    private static final String INTENT = "'logits':{'intent':'1 2 3'}";
    private static final String SPANS = "'labels':{'device':'0 1 2','industrial_maintie':'0 9 10'}";

    @TempDir
    Path folder;

    @Test
    void everyTextIsReadWithWhatTheModelSaidOfIt() {
        GoldenTests tests = read("{'note':'for people','texts':[{'text':'a','ids':'2 5 3'," + INTENT + "," + SPANS
                + "},{'text':'','ids':'2 3'}]}");

        assertThat(tests.texts())
                .containsExactly(
                        new Golden(
                                "a",
                                List.of(2, 5, 3),
                                Map.of("intent", List.of(1.0, 2.0, 3.0)),
                                Map.of("device", List.of(0, 1, 2), "industrial_maintie", List.of(0, 9, 10))),
                        new Golden("", List.of(2, 3), Map.of(), Map.of()));
    }

    /// Members of the first of two texts, and the problem that they are.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'ids':'2 3'                                | golden.json line 1: texts[0].text: is missing",
                "'text':'a','ids':'2 x'                     | golden.json line 1: texts[0].ids: expected whole numbers, got \"2 x\"",
                "'text':'a','ids':'2 5 3','logits':{'intent':'1 two 3'} | golden.json line 1: texts[0].logits.intent: expected numbers, got \"1 two 3\"",
                "'text':'a','ids':'2 5 3','logits':{'intent':'1 2 NaN'} | golden.json line 1: texts[0].logits.intent: expected numbers",
                "'text':'a','ids':'2 5 3','hint':'b'        | golden.json line 1: texts[0].hint: unknown key",
                "'text':'a','ids':'2 5 3','logits':{'intnet':'1 2 3'} | golden.json texts[0].logits: no head \"intnet\" of kind labels, choice or vector: did you mean \"intent\"?",
                "'text':'a','ids':'2 5 3','logits':{'device':'1 2 3'} | golden.json texts[0].logits: no head \"device\" of kind labels, choice or vector",
                "'text':'a','ids':'2 5 3','labels':{'intent':'0 0 0'} | golden.json texts[0].labels: no head \"intent\" of kind spans",
                "'text':'a','ids':'2 5 3','logits':{'intent':'1 2'}   | golden.json texts[0].logits.intent: expected 3 numbers, one for each label, got 2",
                "'text':'a','ids':'2 5 3','logits':{'intent':'1 2 3 4'} | golden.json texts[0].logits.intent: expected 3 numbers, one for each label, got 4",
                "'text':'a','ids':'2 5 3','labels':{'device':'0 0 0 0'} | golden.json texts[0].labels.device: expected 3 labels, one for each id, got 4",
                "'text':'a','ids':'2 5 3','labels':{'device':'0 0'}   | golden.json texts[0].labels.device: expected 3 labels, one for each id, got 2",
                "'text':'a','ids':'2 5 3','labels':{'device':'0 5 0'} | golden.json texts[0].labels.device: expected labels from 0 to 4, got [0, 5, 0]",
                "'text':'a','ids':'2 5 3','labels':{'device':'0 -1 0'} | golden.json texts[0].labels.device: expected labels from 0 to 4"
            })
    void aTestThatCannotBeRunIsRefusedBeforeTheModelRuns(String members, String problem) {
        String right = "{'text':'a','ids':'2 5 3'," + INTENT + "," + SPANS + "}";

        assertThatThrownBy(() -> read("{'texts':[{" + members + "}," + right + "]}"))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void everyHeadHasATest() {
        assertThatThrownBy(() -> read("{'texts':[{'text':'a','ids':'2 5 3'," + INTENT + "}]}"))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("golden.json has no test of the head \"device\"")
                .hasMessageContaining("golden.json has no test of the head \"industrial_maintie\"");
    }

    private GoldenTests read(String json) {
        Path bundle = TinyBundles.extraction()
                .file("golden.json", json.replace('\'', '"'))
                .writeTo(folder.resolve("bundle"));
        return GoldenTests.read(bundle, Bundle.describe(bundle));
    }
}
