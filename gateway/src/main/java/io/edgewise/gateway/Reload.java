// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.route.Steps;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a running gateway from one configuration to the next without losing a message. Everything that can
/// fail comes first and is taken back when it does: models are opened and tested, steps are built. Only then
/// are routes stopped, settled and started; meanwhile the broker keeps their messages. Routes that are the same
/// run on.
///
/// Confined to the thread that reloads.
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final GatewayConfiguration now;
    private final GatewayConfiguration next;
    private final ConfigurationChange change;
    private final Models models;
    private final RunningRoutes routes;
    private final StatusBoard status;
    /// How to take back what was done, the last first.
    private final Deque<Runnable> undo = new ArrayDeque<>();

    Reload(
            GatewayConfiguration now,
            GatewayConfiguration next,
            ConfigurationChange change,
            Models models,
            RunningRoutes routes,
            StatusBoard status) {
        this.now = now;
        this.next = next;
        this.change = change;
        this.models = models;
        this.routes = routes;
        this.status = status;
    }

    /// @throws ReloadException when it can't be applied; then everything runs on as before
    void apply() throws InterruptedException {
        if (!change.needRestart().isEmpty()) {
            throw new ReloadException("what changed needs a restart: " + String.join(", ", change.needRestart())
                    + "; the former configuration runs on");
        }
        Map<RouteConfiguration, Steps> starting;
        try {
            change.addedModels().forEach(this::add);
            change.changedModels().forEach(this::swap);
            starting = steps();
        } catch (RuntimeException e) {
            undo.forEach(Reload::tryTo);
            throw new ReloadException(
                    "the changed configuration can't be used, the former one runs on: " + e.getMessage(), e);
        }
        routes.stop(change.stoppedRoutes(), next.lifecycle().drainTimeout());
        starting.forEach(routes::start);
        routes.removeFormerSessions();
        change.removedModels().forEach(this::remove);
    }

    private void add(String name) {
        models.add(name, of(next, name));
        undo.push(() -> remove(name));
    }

    private void swap(String name) {
        models.swap(name, of(next, name));
        undo.push(() -> models.swap(name, of(now, name)));
    }

    private void remove(String name) {
        models.remove(name);
        status.removeModel(name);
    }

    private static ModelConfiguration of(GatewayConfiguration configuration, String model) {
        return Objects.requireNonNull(configuration.models().get(model));
    }

    private Map<RouteConfiguration, Steps> steps() {
        Map<RouteConfiguration, Steps> built = new LinkedHashMap<>();
        for (RouteConfiguration route : change.startedRoutes()) {
            Steps steps = Steps.of(route.steps(), models.descriptors());
            steps.prepare(models, model -> !of(next, model).options().lazy());
            built.put(route, steps);
        }
        return built;
    }

    private static void tryTo(Runnable undoing) {
        try {
            undoing.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the former configuration could not be restored wholly; restart the gateway");
        }
    }
}
