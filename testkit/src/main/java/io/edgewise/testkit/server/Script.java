// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which connection of a [ScriptedServer] meets which [Behaviour].
///
/// Confined to the test's thread until [#start()], and not changed afterwards.
public final class Script {
    private List<Behaviour> connections = List.of(Behaviour.polite());
    private final Map<String, List<Behaviour>> clients = new HashMap<>();

    Script() {}

    /// In order of accept; the last holds for all further connections.
    public Script connections(Behaviour... inOrder) {
        connections = checked(inOrder);
        return this;
    }

    /// For the connections of one client, in order; the last holds for all further ones. Wins over
    /// [#connections(Behaviour...)] as soon as the CONNECT has been read.
    public Script client(String clientId, Behaviour... inOrder) {
        clients.put(clientId, checked(inOrder));
        return this;
    }

    /// Starts the server on a free port of loopback.
    public ScriptedServer start() {
        return new ScriptedServer(this);
    }

    Behaviour forAccept(int index) {
        return pick(connections, index);
    }

    Optional<Behaviour> forClient(String clientId, int index) {
        return Optional.ofNullable(clients.get(clientId)).map(behaviours -> pick(behaviours, index));
    }

    private static Behaviour pick(List<Behaviour> behaviours, int index) {
        return behaviours.get(Math.min(index, behaviours.size() - 1));
    }

    private static List<Behaviour> checked(Behaviour... inOrder) {
        if (inOrder.length == 0) {
            throw new IllegalArgumentException("expected at least one behaviour");
        }
        return List.of(inOrder);
    }
}
