// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was built, to be closed in the reverse order; a failure to close one thing does not keep the next open.
/// Confined to one thread at a time.
final class Teardown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

    private record Part(String name, AutoCloseable closing) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /// Notes how to close what was just built.
    void add(String name, AutoCloseable closing) {
        parts.push(new Part(name, closing));
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closing().close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("{} did not close in order", part.name());
            }
        }
    }
}
