// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.mqtt.BrokerOptions;
import io.edgewise.gateway.mqtt.FormerSubscriptions;
import io.edgewise.gateway.mqtt.InConnection;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.SessionRemoval;
import io.edgewise.gateway.mqtt.paho.LinkTimer;
import io.edgewise.gateway.mqtt.paho.PahoSessionRemoval;
import io.edgewise.gateway.route.RemovedRoute;
import io.edgewise.gateway.session.KeptSession;
import io.edgewise.gateway.session.SessionLedger;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what former configurations have left behind at the brokers: a route's old subscription once its new
/// one stands, and the Sessions of routes that are no more or have moved to another broker. What such a Session
/// still holds becomes dead letters; otherwise the broker would fill up with messages, and drop them without a
/// sign in the end.
///
/// Thread-safe.
final class FormerSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FormerSessions.class);

    private final String gatewayId;
    private final Vertx vertx;
    private final LinkTimer timer;
    private final MeterRegistry metrics;
    private final OutLinks out;
    private final DeadLetterFile deadLetters;
    private final SessionLedger ledger;
    /// Those under way, by client id and broker.
    private final Map<String, SessionRemoval> removals = new ConcurrentHashMap<>();

    /// @param ledger not closed here, as nothing else is
    FormerSessions(
            String gatewayId,
            Vertx vertx,
            LinkTimer timer,
            MeterRegistry metrics,
            OutLinks out,
            DeadLetterFile deadLetters,
            SessionLedger ledger) {
        this.gatewayId = gatewayId;
        this.vertx = vertx;
        this.timer = timer;
        this.metrics = metrics;
        this.out = out;
        this.deadLetters = deadLetters;
        this.ledger = ledger;
    }

    /// To be called before a route connects: from now on the Session is wanted.
    ///
    /// @return what else the Session may be subscribed to
    synchronized FormerSubscriptions claim(KeptSession session) {
        SessionRemoval removal = removals.remove(key(session));
        if (removal != null) {
            removal.close();
        }
        return ledger.claim(session);
    }

    private static String key(KeptSession session) {
        return session.clientId() + " " + session.broker();
    }

    /// Begins to remove all others.
    ///
    /// @param wanted those of all routes
    void removeAllBut(Collection<KeptSession> wanted) {
        List<String> keys = wanted.stream().map(FormerSessions::key).toList();
        ledger.all().stream()
                .filter(session -> !keys.contains(key(session)) && !removals.containsKey(key(session)))
                .forEach(this::remove);
    }

    private void remove(KeptSession session) {
        Optional<BrokerOptions> broker = out.at(session.broker());
        if (broker.isPresent()) {
            LOG.atInfo().log(
                    "route {} takes nothing from {} any more; its Session {} there is emptied and then removed",
                    session.route(),
                    session.broker(),
                    session.clientId());
            SessionRemoval removal = new PahoSessionRemoval(
                    broker.get(), session.clientId(), session.subscriptions(), session.expiry(), timer);
            removals.put(key(session), removal);
            removal.start(new Removing(session, removedRoute(session)));
        } else {
            if (!session.broker().equals(OutLinks.EMBEDDED)) { // that one has forgotten it
                LOG.atWarn()
                        .log(
                                "{} is no broker of this configuration any more, so the Session {} of route {} stays there"
                                        + " with what it holds, at most {} s longer; remove it there, or configure the"
                                        + " broker once more",
                                session.broker(),
                                session.clientId(),
                                session.route(),
                                session.expiry().toSeconds());
            }
            ledger.removed(session);
        }
    }

    private RemovedRoute removedRoute(KeptSession session) {
        return new RemovedRoute(
                gatewayId,
                session.route(),
                out.toOrFirst(session.out()),
                deadLetters,
                TimeSource.SYSTEM,
                new VertxEventLoop(vertx),
                new MicrometerRouteMetrics(metrics, session.route()));
    }

    private final class Removing implements SessionRemoval.Listener {
        private final KeptSession session;
        private final RemovedRoute route;
        private volatile String told = "";

        Removing(KeptSession session, RemovedRoute route) {
            this.session = session;
            this.route = route;
        }

        @Override
        public boolean received(InConnection connection, Publish publish) {
            return route.keep(connection, publish);
        }

        @Override
        public void removed(int messages) {
            if (!forget()) {
                return; // a route has claimed it meanwhile
            }
            LOG.atInfo().log(
                    "the Session {} at {} is removed; {} messages that it held became dead letters",
                    session.clientId(),
                    session.broker(),
                    messages);
        }

        private boolean forget() {
            synchronized (FormerSessions.this) {
                boolean ours = removals.remove(key(session)) != null;
                if (ours) {
                    ledger.removed(session);
                }
                return ours;
            }
        }

        @Override
        public void disconnected(String reason) {
            if (!reason.equals(told)) {
                told = reason;
                LOG.atWarn().log("removing the Session {} goes on later: {}", session.clientId(), reason);
            }
        }
    }

    @Override
    public void close() {
        for (SessionRemoval removal : removals.values()) {
            removal.close();
        }
    }
}
