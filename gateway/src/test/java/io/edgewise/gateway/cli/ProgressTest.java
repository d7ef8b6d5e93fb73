// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter said = new StringWriter();

    @Test
    void aPersonSeesAFullBarInTheEnd() {
        Progress progress = progress(true, 3);
        for (int i = 0; i < 3; i++) {
            progress.step();
        }

        progress.done();

        assertThat(said.toString())
                .contains("\r[" + "#".repeat(40) + "] 3 of 3, ")
                .endsWith("/s \n");
    }

    @Test
    void halfTheWorkIsHalfABar() {
        Progress progress = progress(true, 4);
        progress.step();
        progress.step();

        progress.done();

        assertThat(said.toString()).contains("\r[" + "#".repeat(20) + " ".repeat(20) + "] 2 of 4, ");
    }

    @Test
    void nothingIsPrintedWhenNobodyLooks() {
        Progress progress = progress(false, 1);
        progress.step();
        progress.done();

        assertThat(said.toString()).isEmpty();
    }

    @Test
    void noWorkAndMoreWorkThanExpectedAreNoTrouble() {
        progress(true, 0).done();
        Progress more = progress(true, 1);
        more.step();
        more.step();
        more.done();

        assertThat(said.toString()).contains("0 of 1").contains("[" + "#".repeat(40) + "] 2 of 1");
    }

    private Progress progress(boolean shown, long total) {
        return new Progress(new PrintWriter(said), shown, total);
    }
}
