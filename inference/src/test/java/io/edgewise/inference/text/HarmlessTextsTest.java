// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.SharedTexts;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What people say to devices and write into work orders is no disguise. The texts that are changed all the same are
/// in the message of a failure.
class HarmlessTextsTest {
    private static final TextFolding SHIPPED = TextFolding.of(EnumSet.complementOf(EnumSet.of(Folding.CAPITALS)));
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void deviceCommandsAreNoDisguise() throws IOException {
        List<String> texts = SharedTexts.lines("extraction/massive_en/en-US.train-dev.jsonl").stream()
                .map(line -> JSON.readTree(line).get("utt").asString())
                .toList();

        assertThat(texts).hasSizeGreaterThan(10_000);
        assertThat(changed(texts)).hasSizeLessThan(texts.size() / 1_000);
    }

    @Test
    void workOrdersAreNoDisguise() throws IOException {
        List<String> texts = SharedTexts.lines("extraction/mwo2kg/train_3200.json").stream()
                .map(line -> SharedTexts.words(JSON.readTree(line).get("tokens")))
                .toList();

        assertThat(texts).hasSizeGreaterThan(3_000);
        assertThat(changed(texts)).hasSizeLessThan(texts.size() / 100);
    }

    private static List<String> changed(List<String> texts) {
        return texts.stream()
                .map(SHIPPED::fold)
                .filter(FoldedText::isChanged)
                .map(folded -> folded.source() + " => " + folded)
                .toList();
    }
}
