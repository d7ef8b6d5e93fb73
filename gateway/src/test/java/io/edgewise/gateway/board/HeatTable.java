// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.edgewise.gateway.board.SimulatedBoard.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The figures of `docs/operations/heat.md` as rows of its tables: what the governor does in air of several
/// temperatures,
/// and what it costs against kernels that slow down in several ways.
final class HeatTable {
    private static final Duration LENGTH = Duration.ofHours(3);
    private static final double HOUR = 3_600;
    private static final double BOX = 40;
    private static final long SEED = 1;

    private static final List<Double> AIRS = List.of(20.0, 30.0, 40.0, 45.0, 50.0, 55.0, 58.0);
    private static final List<Throttle> KERNELS =
            List.of(HeatDay.KERNEL, new Throttle(0.4, 0.4, 2), new Throttle(0.4, 0.28, 5), new Throttle(0.4, 0.28, 2));

    private HeatTable() {}

    static List<String> rows() {
        List<String> rows = new ArrayList<>();
        AIRS.forEach(air -> rows.add(byAir(air)));
        KERNELS.forEach(kernel -> rows.add(byKernel(kernel)));
        return rows;
    }

    private static String byAir(double air) {
        HeatRun run = HeatRun.withGovernor(HeatDay.KERNEL, LENGTH, second -> air, SEED);
        HeatRun alone = HeatRun.withoutGovernor(HeatDay.KERNEL, LENGTH, second -> air);
        return String.format(
                Locale.ROOT,
                "| %.0f °C | %s | %d | %.1f °C | %s | %s | %.1f °C | %s |",
                air,
                run.moments().getLast().level().label(),
                run.changes(),
                run.hottest(),
                run.wasThrottled() ? "yes" : "no",
                work(run),
                alone.hottest(),
                work(alone));
    }

    private static String byKernel(Throttle kernel) {
        return String.format(
                Locale.ROOT,
                "| %.0f %% | %.0f %% | %.0f K | %s | %s |",
                kernel.speed() * 100,
                kernel.power() * 100,
                kernel.hysteresis(),
                work(HeatRun.withGovernor(kernel, LENGTH, second -> BOX, SEED)),
                work(HeatRun.withoutGovernor(kernel, LENGTH, second -> BOX)));
    }

    /// In the second and the third hour.
    private static String work(HeatRun run) {
        return String.format(Locale.ROOT, "%.0f %%", run.between(HOUR, 3 * HOUR).meanWork() * 100);
    }
}
