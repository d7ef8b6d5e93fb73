// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/// Runs a test class that is meant to fail, inside a test. The protectors come in as they do in every module: by the
/// testkit's own `junit-platform.properties`.
final class InnerRun {
    private final EngineExecutionResults results;

    private InnerRun(EngineExecutionResults results) {
        this.results = results;
    }

    static InnerRun of(Class<?> testClass) {
        return new InnerRun(EngineTestKit.engine("junit-jupiter")
                .enableImplicitConfigurationParameters(true)
                .configurationParameter("edgewise.testkit.threads.grace", "PT0.3S")
                .configurationParameter("edgewise.testkit.threads.ignored", "known-pool-,other-pool-")
                .selectors(selectClass(testClass))
                .execute());
    }

    /// Messages of the failures of tests.
    List<String> failedTests() {
        return messages(results.testEvents().finished().stream());
    }

    /// Messages of the failures of classes.
    List<String> failedClasses() {
        return messages(results.containerEvents().finished().stream());
    }

    long succeededTests() {
        return results.testEvents().succeeded().count();
    }

    private static List<String> messages(Stream<Event> events) {
        return events.map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .map(Throwable::getMessage)
                .toList();
    }
}
