// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    @Test
    void aLineSaysWhatRunsAndWhatWasLeftOver() {
        assertThat(Receipts.automatic().sentence())
                .isEqualTo("xnnpack runs 57 of 59 nodes (left over: GATHER 2), 1.23 ms a pass");
    }

    @Test
    void aLineSaysWhatWasRefused() {
        assertThat(Receipts.secondChoice().sentence())
                .isEqualTo("cpu runs all 59 nodes, 5.00 ms a pass; refused: xnnpack (not-built)");
    }

    @Test
    void aLineSaysWhichDelegateTookHowMuch() {
        assertThat(Receipts.vendor().sentence())
                .isEqualTo("npu runs 3 on npu, 54 on xnnpack of 59 nodes (left over: GATHER 2), 1.00 ms a pass");
    }

    @Test
    void whatNobodyAskedForIsASecondChoice() {
        assertThat(Receipts.secondChoice().isSecondChoice()).isTrue();
        assertThat(Receipts.crashed().isSecondChoice()).isTrue();
        assertThat(Receipts.automatic().isSecondChoice()).isFalse();
        assertThat(Receipts.compared().isSecondChoice()).isFalse();
        assertThat(Receipts.vendor().isSecondChoice()).isFalse();
    }

    @Test
    void whatWasRefusedCanNotHaveBeenChosen() {
        List<Trial> trials = List.of(new Trial.Refused("xnnpack", Trial.Reason.WRONG, "9 is not 1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Receipt("m@1", "2.21.0", List.of("auto"), "xnnpack", 1, trials, Duration.ZERO))
                .withMessage("\"xnnpack\" was chosen and is not among the correct trials");
    }
}
