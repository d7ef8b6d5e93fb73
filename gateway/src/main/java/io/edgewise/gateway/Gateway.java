// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.board.Board;
import io.edgewise.gateway.board.BoardWatch;
import io.edgewise.gateway.config.BoardConfiguration;
import io.edgewise.gateway.config.ConfigurationException;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.http.HttpEndpoint;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.paho.LinkTimer;
import io.edgewise.gateway.route.Steps;
import io.edgewise.gateway.session.SessionLedger;
import io.edgewise.inference.plan.ModelStatus;
import io.edgewise.inference.plan.Receipt;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A running gateway: everything is built here, by hand, and taken apart in the reverse order.
///
/// An unreachable broker is a state and no failure: the gateway is ready when HTTP and models are up, and
/// keeps trying. Thread-safe once built.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long CLOSE_SECONDS = 5;
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration COUNTS_TOLD = Duration.ofMinutes(1);

    private final StatusBoard status;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LinkTimer timer = new LinkTimer();
    private final Teardown built = new Teardown();
    private final Object changing = new Object();
    private final ExecutorService reloads = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("reload").factory());
    private final Optional<ConfigurationFile> file;
    private final Vertx vertx;
    private final Models models;
    private final HttpEndpoint http;
    private final OutLinks out;
    private final RunningRoutes routes;
    /// What runs now, and what its files were when they were read; guarded by `changing` once built.
    private GatewayConfiguration configuration;

    private Map<String, String> files;

    private Gateway(
            GatewayConfiguration configuration, Optional<ConfigurationFile> file, Board board, TimeSource time) {
        this.configuration = configuration;
        this.file = file;
        this.files = RouteFiles.fingerprints(configuration);
        this.status = new StatusBoard(configuration.id(), Program.running());
        this.vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2).setInternalBlockingPoolSize(2));
        built.add("vertx", () -> vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS));
        built.add("timer", timer);
        built.add("reloads", reloads::shutdownNow);
        try {
            this.models = Models.open(
                    configuration.inference(),
                    configuration.models(),
                    configuration.generators(),
                    this::tell,
                    new GeneratorWatch(configuration.generators().keySet(), status, metrics));
            built.add("models", models);
            status.generators(models::generators);
            this.http = startHttp();
            built.add("http", () -> http.stop().await(CLOSE_SECONDS, TimeUnit.SECONDS));
            DeadLetterFile deadLetters = new DeadLetterFile(configuration.state());
            SessionLedger ledger = ledger(); // before anything connects, for it keeps a second gateway out
            built.add("session ledger", ledger);
            this.out = OutLinks.start(configuration, deadLetters, vertx, timer, status, metrics);
            built.add("out-links", out);
            FormerSessions former =
                    new FormerSessions(configuration.id(), vertx, timer, metrics, out, deadLetters, ledger);
            built.add("former sessions", former);
            this.routes = new RunningRoutes(
                    configuration.id(), vertx, timer, status, metrics, models, out, deadLetters, former);
            built.add("routes", this::stopRoutes);
            Gauge.builder("edgewise.lane.waiting", models, Models::waiting).register(metrics);
            showGenerators();
            startRoutes();
            file.filter(known -> configuration.lifecycle().watch()).ifPresent(this::watch);
            built.add(
                    "board", boardWatch(board, time)); // closed first, so that slow lanes do not delay what is in work
        } catch (RuntimeException e) {
            built.close();
            throw e;
        }
    }

    /// Starts everything and returns while the models are still being built (see [#awaitReady]).
    ///
    /// @throws StartupException when a port is taken or the embedded broker does not start
    /// @throws IllegalArgumentException when a file that the configuration names can't be used
    /// @throws io.edgewise.inference.InferenceException when a bundle or the native library can't be used
    public static Gateway start(GatewayConfiguration configuration) {
        return start(configuration, Board.ofThisMachine(), TimeSource.SYSTEM);
    }

    /// The same on another board.
    ///
    /// @param time for how long the board has been hot
    static Gateway start(GatewayConfiguration configuration, Board board, TimeSource time) {
        return new Gateway(configuration, Optional.empty(), board, time);
    }

    /// The same from a file that may change while the gateway runs.
    ///
    /// @throws io.edgewise.gateway.config.ConfigurationException with every problem
    public static Gateway start(ConfigurationFile file) {
        return new Gateway(file.read(), Optional.of(file), Board.ofThisMachine(), TimeSource.SYSTEM);
    }

    private void tell(ModelStatus model) {
        LOG.atLevel(model.isDegraded() ? Level.WARN : Level.INFO)
                .log(
                        "model {} ({}): {}",
                        model.name(),
                        model.receipt().map(Receipt::bundle).orElse("not opened"),
                        model.sentence());
        status.model(model);
    }

    /// What generators count changes with each text: whoever subscribes to the status hears of it now and then.
    private void showGenerators() {
        configuration
                .generators()
                .keySet()
                .forEach(name -> GeneratorMetrics.show(metrics, name, () -> models.generator(name)));
        long timer = vertx.setPeriodic(COUNTS_TOLD.toMillis(), ignored -> status.generatorsChanged());
        built.add("counts", () -> vertx.cancelTimer(timer));
    }

    private HttpEndpoint startHttp() {
        try {
            return HttpEndpoint.start(vertx, configuration.http(), status, metrics, this::reloadLater)
                    .await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            String address =
                    configuration.http().bind() + ":" + configuration.http().port();
            throw new StartupException(
                    "HTTP can't listen on " + address + ": " + e.getMessage()
                            + ". Is another gateway running? http.port sets another port, 0 any free one.",
                    e);
        }
    }

    private void startRoutes() {
        for (RouteConfiguration route : configuration.routes()) {
            Steps steps = Steps.of(route.steps(), models.descriptors());
            steps.prepare(models, this::isOpenedAtStart);
            routes.start(route, steps);
        }
        routes.removeFormerSessions();
    }

    private SessionLedger ledger() {
        try {
            return SessionLedger.open(configuration.state());
        } catch (IllegalStateException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private boolean isOpenedAtStart(String model) {
        ModelConfiguration configured = configuration.models().get(model);
        return configured != null && !configured.options().lazy();
    }

    private void stopRoutes() throws InterruptedException {
        routes.stop(routes.names(), configuration.lifecycle().drainTimeout());
    }

    private void watch(ConfigurationFile known) {
        FileWatch watch = new FileWatch(() -> known.fingerprint(configuration));
        long timer = vertx.setPeriodic(
                LOOK.toMillis(),
                ignored -> reloads.execute(() -> {
                    try {
                        if (watch.cameToRest()) {
                            reloadLoudly();
                        }
                    } catch (RuntimeException e) {
                        LOG.atError().setCause(e).log("looking for changes of {} failed", known.path());
                    }
                }));
        built.add("watch", () -> vertx.cancelTimer(timer));
    }

    private BoardWatch boardWatch(Board board, TimeSource time) {
        BoardConfiguration configured = configuration.board();
        return BoardWatch.start(
                board,
                new BoardWatch.Settings(configured.governor(), configured.limit(), configured.interval()),
                new BoardWatch.Governed(models.laneCount(), routes::highestPriority, models::pace),
                metrics,
                status::board,
                time);
    }

    /// On the thread for it: opening models and settling routes takes long.
    private Future<String> reloadLater() {
        Promise<String> done = Promise.promise();
        reloads.execute(() -> {
            try {
                done.complete(reload());
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private void reloadLoudly() {
        try {
            String changed = reload();
            LOG.atDebug().log("files changed: {}", changed);
        } catch (ReloadException e) {
            LOG.atDebug().setCause(e).log("told already");
        }
    }

    /// Reads the file again that the gateway was started from, and applies it.
    ///
    /// @return what changed, in a line
    /// @throws ReloadException when that can't be done, or the file has problems; then the former configuration
    /// runs on
    public String reload() {
        try {
            ConfigurationFile known = file.orElseThrow(
                    () -> new ReloadException("the gateway was not started from a file that could be read again"));
            return reload(known.read());
        } catch (ConfigurationException e) {
            LOG.atError().log("the changed configuration has problems, the former one runs on: {}", e.getMessage());
            throw new ReloadException(
                    "the changed configuration has problems, the former one runs on: " + e.getMessage(), e);
        } catch (ReloadException e) {
            LOG.atError().log("not reloaded: {}", e.getMessage());
            throw e;
        }
    }

    /// Applies another configuration: routes and models that changed, were added or taken away. Nothing is
    /// lost, and routes that did not change do not notice.
    ///
    /// @return what changed, in a line
    /// @throws ReloadException when it can't be applied; then the former one runs on
    public String reload(GatewayConfiguration next) {
        synchronized (changing) {
            if (!status.become(new Lifecycle.Reloading())) {
                throw new ReloadException("the gateway is not serving: "
                        + status.snapshot().sentence() + "; try again when it is online");
            }
            try {
                return apply(next);
            } finally {
                boolean serves = status.become(new Lifecycle.Serving());
                LOG.atDebug().log("serves: {}", serves); // not when it was told to stop meanwhile
            }
        }
    }

    private String apply(GatewayConfiguration next) {
        Map<String, String> filesNext = RouteFiles.fingerprints(next);
        ConfigurationChange change =
                ConfigurationChange.between(configuration, next, models.descriptors(), files, filesNext);
        try {
            new Reload(configuration, next, change, models, routes, status).apply();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReloadException("interrupted while routes were settled; restart the gateway", e);
        }
        configuration = next;
        files = filesNext;
        LOG.atInfo().log("reloaded: {}", change.sentence());
        return change.sentence();
    }

    /// Waits until the models are built and tested on this board; then the gateway is ready, broker or not.
    ///
    /// @return what was loaded
    /// @throws io.edgewise.inference.InferenceException when a model can't be used on this board
    public List<ModelStatus> awaitReady() {
        List<ModelStatus> loaded;
        try {
            loaded = models.awaitReady();
        } catch (RuntimeException e) {
            boolean told = status.become(new Lifecycle.Failed(String.valueOf(e.getMessage())));
            LOG.atDebug().log("failed to start, told: {}", told);
            throw e;
        }
        boolean serves = status.become(new Lifecycle.Serving());
        LOG.atDebug().log("serves: {}", serves); // not when it was told to stop meanwhile
        return loaded;
    }

    /// Calls back three times in each `limit`, from the event loop, as long as no lane is at one thing for
    /// longer than that: whoever hears nothing knows that the gateway hangs.
    public void onHeartbeat(Duration limit, Runnable alive) {
        Heartbeat heartbeat = new Heartbeat(models::longestTurn, limit, alive);
        vertx.setPeriodic(Math.max(1, limit.toMillis() / 3), ignored -> heartbeat.run());
    }

    /// How it is.
    public StatusBoard status() {
        return status;
    }

    /// Where the first broker is.
    public BrokerOptions broker() {
        return out.first();
    }

    /// Where a broker is.
    ///
    /// @throws IllegalArgumentException when none has that name
    BrokerOptions broker(String name) {
        return out.options(name);
    }

    /// Its metrics, as Prometheus reads them.
    String scrape() {
        return metrics.scrape();
    }

    /// The port of HTTP.
    public int httpPort() {
        return http.port();
    }

    /// Stops in order: nothing new is taken in, what is in work is settled, links are closed, models are
    /// freed.
    @Override
    public void close() {
        if (status.become(new Lifecycle.Draining())) { // a signal may come while a failed start is taken apart
            synchronized (changing) { // a reload ends first
                built.close();
            }
            boolean stopped = status.become(new Lifecycle.Stopped());
            assert stopped;
        }
    }
}
