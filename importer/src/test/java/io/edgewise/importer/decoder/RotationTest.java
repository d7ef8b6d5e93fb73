// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.edgewise.importer.checkpoint.Numbers;
import io.edgewise.importer.decoder.Rotation.BySpeed;
import io.edgewise.importer.decoder.Rotation.Evenly;
import io.edgewise.importer.decoder.Rotation.Unscaled;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final double CLOSE = 1e-12;

    @Test
    void pairsTurnEachAtItsOwnSpeedAndTheRestStandsStill() {
        Rotation rotation = new Rotation(4, 100, new Unscaled());

        float[] cosines = Numbers.row(rotation.cosines(8, 6), 3);
        float[] sines = Numbers.row(rotation.sines(8, 6), 3);

        float fast = (float) Math.sin(3);
        float slow = (float) Math.sin(0.3);
        assertThat(sines).containsExactly(-fast, -slow, -0f, fast, slow, 0);
        assertThat(cosines[0]).isEqualTo((float) Math.cos(3));
        assertThat(cosines[2]).isEqualTo(1);
    }

    @Test
    void slowPairsAreSlowedDownAndFastOnesAreNot() {
        BySpeed scaling = new BySpeed(8, 1, 4, 1000);
        double turn = 2 * Math.PI / 1000;

        assertThat(scaling.of(0.5 * turn)).isCloseTo(0.5 * turn / 8, within(CLOSE));
        assertThat(scaling.of(5 * turn)).isEqualTo(5 * turn);
        // Half way between: the mean of both.
        assertThat(scaling.of(2.5 * turn)).isCloseTo(2.5 * turn * (1 + 1 / 8.0) / 2, within(CLOSE));
        assertThat(new Evenly(4).of(turn)).isEqualTo(turn / 4);
    }
}
