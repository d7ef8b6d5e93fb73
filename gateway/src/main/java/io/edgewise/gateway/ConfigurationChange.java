// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.inference.bundle.BundleDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is different between the configuration that runs and the next one. Immutable.
///
/// @param needRestart keys that can't be changed while the gateway runs
/// @param addedModels names that are new
/// @param changedModels those that are to run another bundle, or the same with other thresholds or by another
/// signature
/// @param removedModels names that are no more
/// @param startedRoutes those that are new, or otherwise than before
/// @param stoppedRoutes names of those that are no more, or otherwise than before
record ConfigurationChange(
        List<String> needRestart,
        Set<String> addedModels,
        Set<String> changedModels,
        Set<String> removedModels,
        List<RouteConfiguration> startedRoutes,
        Set<String> stoppedRoutes) {
    /// @param described what is served now, by the name of the model
    /// @param filesNow fingerprints of the files that routes have read, by the name of the route
    /// @param filesNext the same as they are at this moment: with another list of words a route is another one
    static ConfigurationChange between(
            GatewayConfiguration now,
            GatewayConfiguration next,
            Map<String, BundleDescriptor> described,
            Map<String, String> filesNow,
            Map<String, String> filesNext) {
        Map<String, RouteConfiguration> running = byName(now);
        Map<String, RouteConfiguration> wanted = byName(next);
        List<RouteConfiguration> started = next.routes().stream()
                .filter(route -> !route.equals(running.get(route.name()))
                        || !Objects.equals(filesNow.get(route.name()), filesNext.get(route.name())))
                .toList();
        Set<String> stopped = now.routes().stream()
                .map(RouteConfiguration::name)
                .filter(name -> !wanted.containsKey(name)
                        || started.stream().anyMatch(route -> route.name().equals(name)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new ConfigurationChange(
                fixed(now, next),
                without(next.models().keySet(), now.models().keySet()),
                changedModels(now, next, described),
                without(now.models().keySet(), next.models().keySet()),
                started,
                stopped);
    }

    private static Map<String, RouteConfiguration> byName(GatewayConfiguration configuration) {
        return configuration.routes().stream().collect(Collectors.toMap(RouteConfiguration::name, Function.identity()));
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> left = new LinkedHashSet<>(all);
        left.removeAll(others);
        return left;
    }

    private static List<String> fixed(GatewayConfiguration now, GatewayConfiguration next) {
        List<String> keys = new ArrayList<>();
        note(keys, "gateway.id", now.id(), next.id());
        note(keys, "broker", now.brokers(), next.brokers());
        note(keys, "http", now.http(), next.http());
        // Another key in require-signature changes the models: each is opened again, and its signature with it.
        note(keys, "inference.lanes", now.inference().lanes(), next.inference().lanes());
        note(
                keys,
                "inference.library",
                now.inference().library(),
                next.inference().library());
        note(keys, "delegates", now.delegates(), next.delegates());
        note(keys, "generators", now.generators(), next.generators());
        note(keys, "state", now.state(), next.state());
        note(keys, "board", now.board(), next.board());
        next.models().forEach((name, model) -> {
            ModelConfiguration before = now.models().get(name);
            if (before != null) {
                note(keys, "models." + name + " (but for bundle and overlay)", before.options(), model.options());
            }
        });
        return keys;
    }

    private static void note(List<String> keys, String key, Object before, Object after) {
        if (!before.equals(after)) {
            keys.add(key);
        }
    }

    private static Set<String> changedModels(
            GatewayConfiguration now, GatewayConfiguration next, Map<String, BundleDescriptor> described) {
        Set<String> changed = new LinkedHashSet<>(next.models().keySet());
        changed.retainAll(now.models().keySet());
        changed.removeIf(name -> {
            ModelConfiguration model = Objects.requireNonNull(next.models().get(name));
            return model.equals(now.models().get(name)) && model.describe().equals(described.get(name));
        });
        return changed;
    }

    /// In a line, for people: `routes: chat changed, alarms added; models: moderation changed`.
    String sentence() {
        List<String> parts = new ArrayList<>();
        Set<String> started = startedRoutes.stream()
                .map(RouteConfiguration::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> changed = new LinkedHashSet<>(started);
        changed.retainAll(stoppedRoutes);
        say(parts, "routes", without(started, changed), changed, without(stoppedRoutes, changed));
        say(parts, "models", addedModels, changedModels, removedModels);
        return parts.isEmpty() ? "nothing changed" : String.join("; ", parts);
    }

    private static void say(
            List<String> parts, String kind, Set<String> added, Set<String> changed, Set<String> removed) {
        List<String> said = new ArrayList<>();
        added.forEach(name -> said.add(name + " added"));
        changed.forEach(name -> said.add(name + " changed"));
        removed.forEach(name -> said.add(name + " removed"));
        if (!said.isEmpty()) {
            parts.add(kind + ": " + String.join(", ", said));
        }
    }
}
