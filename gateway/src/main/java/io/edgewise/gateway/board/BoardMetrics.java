// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/// The board's metrics. What the board has nothing to tell of is not there.
///
/// Told by one thread; any thread may read them.
final class BoardMetrics {
    private static final String PREFIX = "edgewise.board.";
    private static final String CELSIUS = "celsius";
    private static final String HERTZ = "hertz";

    private final MeterRegistry registry;
    /// What each gauge shows, as bits.
    private final Map<String, AtomicLong> shown = new HashMap<>();

    BoardMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void tell(BoardReading reading, GovernorDecision decision) {
        show("level", "", decision.level().rank());
        show("work.share", "", decision.work());
        show("under.voltage", "", reading.underVoltage() ? 1 : 0);
        show("throttled", "", reading.throttled() ? 1 : 0);
        reading.heat().ifPresent(heat -> {
            show("temperature", CELSIUS, heat.celsius());
            show("temperature.limit", CELSIUS, heat.limit());
        });
        reading.frequency().now().ifPresent(hertz -> show("frequency", HERTZ, (double) hertz));
        reading.frequency().most().ifPresent(hertz -> show("frequency.max", HERTZ, (double) hertz));
        reading.overCurrents().ifPresent(this::count);
    }

    private void show(String name, String unit, double value) {
        shown.computeIfAbsent(name, first -> {
                    AtomicLong bits = new AtomicLong();
                    DoubleSupplier read = () -> Double.longBitsToDouble(bits.get());
                    Gauge.builder(PREFIX + name, read, DoubleSupplier::getAsDouble)
                            .baseUnit(unit.isEmpty() ? null : unit)
                            .strongReference(true)
                            .register(registry);
                    return bits;
                })
                .set(Double.doubleToLongBits(value));
    }

    private void count(long events) {
        shown.computeIfAbsent("over.current.events", name -> {
                    AtomicLong count = new AtomicLong();
                    FunctionCounter.builder(PREFIX + name, count, AtomicLong::doubleValue)
                            .register(registry);
                    return count;
                })
                .set(events);
    }
}
