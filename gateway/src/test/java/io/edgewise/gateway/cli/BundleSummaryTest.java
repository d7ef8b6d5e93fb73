// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.Head;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BundleSummaryTest {
    @Test
    void ofManyLabelsTheFirstOnesAreTold() {
        List<String> intents =
                IntStream.rangeClosed(1, 60).mapToObj(i -> "i" + i).toList();

        assertThat(BundleSummary.said(new Head.Choice("intent", intents, "device")))
                .isEqualTo("intent: 60 labels, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, i12 …");
    }

    @Test
    void ofFieldsThePublishedTypesAreTold() {
        List<String> labels = List.of("O", "B-asset", "I-asset", "B-state", "I-state");

        assertThat(BundleSummary.said(new Head.Spans("order", labels, "order", Map.of("state", "STATE"))))
                .isEqualTo("order: [asset, STATE]");
    }
}
