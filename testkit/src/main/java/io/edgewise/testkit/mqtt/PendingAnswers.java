// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.mqtt;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Who waits for which answer on one connection, by Packet Identifier.
///
/// Thread-safe: callers add from any thread, the connection's reader answers and, at the end, fails what is left.
final class PendingAnswers {
    private final ConcurrentMap<Integer, Expected<?>> byPacketId = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final AtomicReference<@Nullable ConnectionFailedException> lost = new AtomicReference<>();

    private record Expected<P extends Packet>(Class<P> type, CompletableFuture<P> future) {
        boolean complete(Packet packet) {
            return type.isInstance(packet) && future.complete(type.cast(packet));
        }
    }

    /// An identifier that no packet in flight uses.
    int freeId() {
        int id;
        do {
            id = lastId.updateAndGet(last -> last % Packet.MAX_PACKET_ID + 1);
        } while (byPacketId.containsKey(id));
        return id;
    }

    /// The answer to come; fails when the connection is lost, or was already.
    <P extends Packet> CompletableFuture<P> expect(int packetId, Class<P> type) {
        CompletableFuture<P> future = new CompletableFuture<>();
        if (byPacketId.putIfAbsent(packetId, new Expected<>(type, future)) != null) {
            throw new IllegalArgumentException("Packet Identifier %d is in use on this connection".formatted(packetId));
        }
        lost().ifPresent(cause -> fail(packetId, cause));
        return future;
    }

    /// Whether somebody waited for this packet.
    boolean answer(int packetId, Packet packet) {
        Expected<?> expected = byPacketId.get(packetId);
        if (expected == null || !expected.type().isInstance(packet)) {
            return false;
        }
        byPacketId.remove(packetId);
        return expected.complete(packet);
    }

    /// Fails everything that waits, now and later.
    void lose(ConnectionFailedException cause) {
        lost.compareAndSet(null, cause);
        byPacketId.keySet().forEach(packetId -> fail(packetId, cause));
    }

    /// Why the connection is gone; empty while it lives.
    Optional<ConnectionFailedException> lost() {
        return Optional.ofNullable(lost.get());
    }

    private void fail(int packetId, ConnectionFailedException cause) {
        Expected<?> expected = byPacketId.remove(packetId);
        if (expected != null) {
            expected.future().completeExceptionally(cause);
        }
    }
}
