// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// What breaks in one run, and how often. Immutable.
///
/// @param faults how often each strikes
/// @param traffic what goes through meanwhile, made for each run
record Scenario(String name, Map<Fault, Integer> faults, Supplier<Traffic> traffic) {
    /// What has to be survived, in the order in which they run.
    static final List<Scenario> ALL = List.of(
            new Scenario("none", Map.of()),
            new Scenario("kill", Map.of(Fault.KILL_GATEWAY, 4)),
            new Scenario("sigterm", Map.of(Fault.STOP_GATEWAY, 3)),
            new Scenario("gateway-freeze", Map.of(Fault.FREEZE_GATEWAY, 4)),
            new Scenario("broker-restart", Map.of(Fault.RESTART_BROKER, 3)),
            new Scenario("broker-kill", Map.of(Fault.KILL_BROKER, 3)),
            new Scenario("freeze", Map.of(Fault.FREEZE_BROKER, 4)),
            new Scenario(
                    "mix",
                    Map.of(
                            Fault.KILL_GATEWAY, 4,
                            Fault.RESTART_BROKER, 3,
                            Fault.FREEZE_BROKER, 4,
                            Fault.STOP_GATEWAY, 3)),
            new Scenario("writing", Map.of(Fault.KILL_GATEWAY, 4), NoteTraffic::new));

    Scenario {
        faults = Map.copyOf(faults);
    }

    /// Of messages that are moderated.
    Scenario(String name, Map<Fault, Integer> faults) {
        this(name, faults, ChatTraffic::new);
    }

    /// The scenario of a name.
    ///
    /// @throws IllegalArgumentException that has the names there are
    static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no scenario \"%s\" (there are %s, overload)".formatted(name, String.join(", ", names()))));
    }

    /// The names of all.
    static List<String> names() {
        return ALL.stream().map(Scenario::name).toList();
    }

    /// Its faults one by one, in the order of this chance.
    List<Fault> shuffled(Random random) {
        List<Fault> each = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            each.addAll(Collections.nCopies(faults.getOrDefault(fault, 0), fault));
        }
        Collections.shuffle(each, random);
        return each;
    }
}
