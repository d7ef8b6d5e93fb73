// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.junit;

import io.edgewise.testkit.junit.LogTap.Logged;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What one test announces to [LogProtector] while it runs. A test, `@BeforeEach` or `@AfterEach` method gets it as a
/// parameter.
///
/// Thread-safe.
public final class ExpectedLogs {
    private final LogTap tap;
    private final List<String> required = new CopyOnWriteArrayList<>();
    private final List<String> allowed = new CopyOnWriteArrayList<>();

    ExpectedLogs(LogTap tap) {
        this.tap = tap;
    }

    /// Announces a WARN or ERROR whose message contains this; without it the test fails.
    public ExpectedLogs expect(String part) {
        required.add(part);
        return this;
    }

    /// Permits a WARN or ERROR whose message contains this.
    public ExpectedLogs allow(String part) {
        allowed.add(part);
        return this;
    }

    /// Every WARN and ERROR of this test so far: level, logger, thread, message, exception.
    public List<String> soFar() {
        return tap.peek().stream().map(Logged::toString).toList();
    }

    List<Logged> unexpected(List<Logged> logged) {
        return logged.stream()
                .filter(event -> !contains(required, event) && !contains(allowed, event))
                .toList();
    }

    List<String> missing(List<Logged> logged) {
        return required.stream()
                .filter(part ->
                        logged.stream().noneMatch(event -> event.message().contains(part)))
                .toList();
    }

    private static boolean contains(List<String> parts, Logged event) {
        return parts.stream().anyMatch(event.message()::contains);
    }
}
