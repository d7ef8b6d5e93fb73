// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.session;

import io.edgewise.gateway.mqtt.FormerSubscriptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Which Sessions brokers keep for this gateway: `sessions.json` in the state folder, written before a Session is
/// made or subscribed, so that none is forgotten.
///
/// When it can't be written, the gateway works all the same; only what a changed configuration leaves behind is
/// then kept by the brokers until its expiry. Two gateways with one file would remove each other's Sessions, so
/// it is locked.
///
/// Thread-safe: one lock; it is written when the configuration has changed, and else not.
public final class SessionLedger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLedger.class);
    private static final String NAME = "sessions.json";

    private final Path file;
    private final Optional<FileChannel> lock;
    private final List<KeptSession> sessions;

    private SessionLedger(Path file, Optional<FileChannel> lock, List<KeptSession> sessions) {
        this.file = file;
        this.lock = lock;
        this.sessions = sessions;
    }

    /// Reads what is there.
    ///
    /// @param folder the gateway's state folder; made when it is not there
    /// @throws IllegalStateException when another gateway uses the folder
    public static SessionLedger open(Path folder) {
        Path file = folder.resolve(NAME);
        Optional<FileChannel> lock = Optional.empty();
        try {
            Files.createDirectories(folder);
            lock = Optional.of(locked(folder));
            return new SessionLedger(file, lock, Files.exists(file) ? read(file) : new ArrayList<>());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            LOG.atWarn()
                    .log(
                            "{} can't be used, so Sessions of a former configuration stay at the broker until their"
                                    + " session-expiry: {}",
                            file,
                            e.toString());
            return new SessionLedger(file, lock, new ArrayList<>());
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean ours;
        try {
            ours = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            ours = false; // another gateway in this process
        }
        if (!ours) {
            channel.close();
            throw new IllegalStateException("another gateway uses the state folder " + folder
                    + ": end it, or give this one another folder (state)");
        }
        return channel;
    }

    private static List<KeptSession> read(Path file) throws IOException {
        List<KeptSession> found = new ArrayList<>();
        for (JsonNode each : JsonMapper.shared().readTree(Files.readAllBytes(file))) {
            List<String> subscriptions = new ArrayList<>();
            each.path("subscriptions").forEach(text -> subscriptions.add(text.asString()));
            found.add(new KeptSession(
                    text(each, "broker"),
                    text(each, "client-id"),
                    text(each, "route"),
                    text(each, "out"),
                    Duration.ofSeconds(each.path("expiry-seconds").asLong()),
                    subscriptions));
        }
        return found;
    }

    private static String text(JsonNode session, String member) {
        if (!session.path(member).isString()) {
            throw new IllegalArgumentException("a session without " + member);
        }
        return session.path(member).asString();
    }

    /// Notes a Session before it is made or subscribed.
    ///
    /// @param session with the subscription that it is to have
    /// @return what else it may be subscribed to
    public synchronized FormerSubscriptions claim(KeptSession session) {
        List<String> all = find(session)
                .map(KeptSession::subscriptions)
                .map(ArrayList::new)
                .orElseGet(ArrayList::new);
        all.removeAll(session.subscriptions());
        all.addAll(session.subscriptions());
        put(session.subscribedTo(all));
        return new FormerSubscriptions() {
            @Override
            public List<String> present() {
                return besides(session);
            }

            @Override
            public void removed() {
                unsubscribed(session);
            }
        };
    }

    private synchronized List<String> besides(KeptSession session) {
        return find(session).stream()
                .flatMap(known -> known.subscriptions().stream())
                .filter(subscription -> !session.subscriptions().contains(subscription))
                .toList();
    }

    private synchronized void unsubscribed(KeptSession session) {
        put(session);
    }

    /// Notes that a Session is no more.
    public synchronized void removed(KeptSession session) {
        if (sessions.removeIf(session::isSameAs)) {
            write();
        }
    }

    /// All of them.
    public synchronized List<KeptSession> all() {
        return List.copyOf(sessions);
    }

    private Optional<KeptSession> find(KeptSession session) {
        return sessions.stream().filter(session::isSameAs).findFirst();
    }

    private void put(KeptSession session) {
        if (!sessions.contains(session)) {
            sessions.removeIf(session::isSameAs);
            sessions.add(session);
            write();
        }
    }

    private void write() {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        for (KeptSession session : sessions) {
            ObjectNode each = all.addObject();
            each.put("broker", session.broker());
            each.put("client-id", session.clientId());
            each.put("route", session.route());
            each.put("out", session.out());
            each.put("expiry-seconds", session.expiry().toSeconds());
            ArrayNode subscriptions = each.putArray("subscriptions");
            session.subscriptions().forEach(subscriptions::add);
        }
        try {
            replace(all.toPrettyString() + "\n");
        } catch (IOException e) {
            LOG.atWarn()
                    .log(
                            "{} can't be written, so what the next change of the configuration leaves behind stays at the"
                                    + " broker until its session-expiry: {}",
                            file,
                            e.toString());
        }
    }

    private void replace(String content) throws IOException {
        Path part = file.resolveSibling(NAME + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Lets another gateway have the folder.
    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }
}
