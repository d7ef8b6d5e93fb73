// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final Candidate XNNPACK = Candidates.named("xnnpack", List.of());
    private static final Candidate CPU = Candidates.named("cpu", List.of());

    @Test
    void autoTriesXnnpackFirst() {
        assertThat(Candidates.auto().trials()).containsExactly(XNNPACK, CPU);
        assertThat(Candidates.auto().names()).containsExactly("auto");
    }

    @Test
    void whatOthersAreComparedWithGoesFirst() {
        assertThat(Candidates.of(List.of(XNNPACK, CPU)).trials()).containsExactly(CPU, XNNPACK);
        assertThat(Candidates.of(List.of(XNNPACK, CPU)).names()).containsExactly("xnnpack", "cpu");
        assertThat(Candidates.of(List.of(XNNPACK)).trials()).containsExactly(XNNPACK);
    }

    @Test
    void anUnknownNameIsToldWithTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidates.named("xnpack", List.of()))
                .withMessage("unknown delegate \"xnpack\": did you mean \"xnnpack\"? (have: auto, cpu, xnnpack)");
    }

    @Test
    void aConfigurationSaysNothingOrAutoOrNames() {
        assertThat(Candidates.parse(List.of(), List.of())).isEqualTo(Candidates.auto());
        assertThat(Candidates.parse(List.of("auto"), List.of())).isEqualTo(Candidates.auto());
        assertThat(Candidates.parse(List.of("cpu", "xnnpack"), List.of()))
                .isEqualTo(Candidates.of(List.of(CPU, XNNPACK)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidates.parse(List.of("auto", "cpu"), List.of()))
                .withMessage("auto stands alone, got [auto, cpu]");
    }

    @Test
    void noneAndTwiceAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidates.of(List.of()))
                .withMessage("expected at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidates.of(List.of(CPU, XNNPACK, CPU)))
                .withMessage("a name stands twice in [cpu, xnnpack, cpu]");
    }
}
