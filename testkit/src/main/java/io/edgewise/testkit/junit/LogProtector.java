// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.junit;

import io.edgewise.testkit.junit.LogTap.Logged;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/// Fails a test during which a logger below `io.edgewise` said WARN or ERROR without being announced, and one whose
/// announcement did not come true.
///
/// Announced is what [ExpectLog] or an [ExpectedLogs] parameter names. What is logged between tests (`@BeforeAll`, a
/// thread left running) is held against the class's own [ExpectLog] and fails the next test, or the class at its end.
///
/// Loggers with `additivity="false"` and child processes are not seen. Tests that run in parallel would be blamed for
/// each other.
public final class LogProtector
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(LogProtector.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        tap(context).attach();
        if (isOutermost(context)) {
            // Left over from another class, which ThreadProtector names; this one is not to blame.
            tap(context).take();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        LogTap tap = tap(context);
        tap.attach();
        judgeBetweenTests("before this test began", context);
        ExpectedLogs expected = allowedByClasses(context);
        announced(context.getElement()).forEach(expected::expect);
        store(context).put(ExpectedLogs.class, expected);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ExpectedLogs expected = store(context).get(ExpectedLogs.class, ExpectedLogs.class);
        if (expected == null) {
            // beforeEach has failed this test already.
            return;
        }
        List<Logged> logged = tap(context).take();
        failOn("by this test", expected.unexpected(logged));
        // A test that failed or was skipped half-way need not have come to its announcement.
        if (context.getExecutionException().isEmpty()
                && !expected.missing(logged).isEmpty()) {
            throw new AssertionFailedError("announced but not logged at WARN or ERROR: %s; logged: %s"
                    .formatted(expected.missing(logged), logged));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        judgeBetweenTests("after the last test", context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ExpectedLogs.class
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context).getOrDefault(ExpectedLogs.class, ExpectedLogs.class, allowedByClasses(context));
    }

    private static void judgeBetweenTests(String when, ExtensionContext context) {
        failOn(when, allowedByClasses(context).unexpected(tap(context).take()));
    }

    private static void failOn(String when, List<Logged> unexpected) {
        if (!unexpected.isEmpty()) {
            throw new AssertionFailedError("logged %s without being announced (@ExpectLog or ExpectedLogs):%n%s"
                    .formatted(
                            when, unexpected.stream().map(event -> "  " + event).collect(Collectors.joining("\n"))));
        }
    }

    private static ExpectedLogs allowedByClasses(ExtensionContext context) {
        ExpectedLogs expected = new ExpectedLogs(tap(context));
        context.getTestClass()
                .ifPresent(testClass -> announced(Optional.of(testClass)).forEach(expected::allow));
        context.getEnclosingTestClasses()
                .forEach(outer -> announced(Optional.of(outer)).forEach(expected::allow));
        return expected;
    }

    private static List<String> announced(Optional<? extends AnnotatedElement> element) {
        return AnnotationSupport.findRepeatableAnnotations(element, ExpectLog.class).stream()
                .map(ExpectLog::value)
                .toList();
    }

    private static boolean isOutermost(ExtensionContext context) {
        return context.getEnclosingTestClasses().isEmpty();
    }

    private static LogTap tap(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(LogTap.class, _ -> new LogTap(), LogTap.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
