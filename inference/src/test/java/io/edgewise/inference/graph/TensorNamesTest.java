// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorNamesTest {
    @Test
    void aTensorOfAGraphGoesByItsNameAndByItsPosition() {
        TensorNames names = TensorNames.ofGraph(List.of("ids", "mask"));

        assertThat(names.find("mask")).hasValue(1);
        assertThat(names.find("1")).hasValue(1);
        assertThat(names.find("2")).isEmpty();
        assertThat(names.find("01")).isEmpty();
    }

    @Test
    void withoutANameOfItsOwnItGoesByItsPositionAlone() {
        TensorNames names = TensorNames.ofGraph(List.of("x", "", "x"));

        assertThat(names.all()).containsExactly("x", "1", "2");
        assertThat(names.find("x")).hasValue(0);
        assertThat(names.find("2")).hasValue(2);
    }

    @Test
    void aNameThatLooksLikeAPositionIsAName() {
        assertThat(TensorNames.ofGraph(List.of("1", "b")).find("1")).hasValue(0);
    }

    @Test
    void aTensorOfASignatureGoesByItsNameAlone() {
        assertThat(TensorNames.ofSignature(List.of("ids")).find("0")).isEmpty();
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() {
        assertThatThrownBy(() -> TensorNames.ofGraph(List.of("ids", "")).require("the graph", "input", "tokens"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the graph has no input \"tokens\" (have: [ids, 1])");
    }
}
