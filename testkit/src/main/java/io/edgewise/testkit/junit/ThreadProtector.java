// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.junit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.opentest4j.AssertionFailedError;

/// Fails a test class that leaves threads running which were not there before it.
///
/// Judged once for each outermost class, when `@AfterAll` methods and the resources of other extensions are done,
/// and after a grace of five seconds. Threads of the JVM, of the build and of libraries that keep a pool for the
/// whole JVM are left out; the configuration parameter `edgewise.testkit.threads.ignored` adds prefixes of names,
/// separated by commas, and `edgewise.testkit.threads.grace` another grace (`PT0.5S`).
///
/// Virtual threads are not seen, for the JVM does not list them. Tests that run in parallel would be blamed for each
/// other.
public final class ThreadProtector implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(ThreadProtector.class);
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int SHOWN_FRAMES = 6;

    /// Groups in which the JVM keeps its own threads, the carriers of virtual threads among them.
    private static final Set<String> JVM_GROUPS = Set.of("system", "InnocuousThreadGroup", "CarrierThreads");

    private static final List<String> SHARED_POOLS = List.of(
            "ForkJoinPool.commonPool-",
            "surefire-",
            "junit-",
            "awaitility",
            "logback-",
            "globalEventExecutor-",
            "threadDeathWatcher-",
            "ObjectCleanerThread");

    /// Artemis names its threads `Thread-0 (ActiveMQ-client-global-threads)`.
    private static final String ARTEMIS_GLOBAL = "(ActiveMQ-client-global";

    @Override
    public void beforeAll(ExtensionContext context) {
        if (context.getEnclosingTestClasses().isEmpty()) {
            // A resource of the class, closed after everything that is registered later: last in, first out.
            Watch watch = new Watch(context, live(), ignored(context), grace(context));
            context.getStore(NAMESPACE).put(Watch.class, watch);
        }
    }

    private record Watch(String testClass, Set<Thread> before, List<String> ignored, Duration grace)
            implements AutoCloseable {
        Watch(ExtensionContext context, Set<Thread> before, List<String> ignored, Duration grace) {
            this(context.getDisplayName(), before, ignored, grace);
        }

        @Override
        public void close() {
            try {
                Awaitility.await().atMost(grace).pollInterval(POLL).until(() -> left().isEmpty());
            } catch (ConditionTimeoutException e) {
                String threads = left().stream().map(ThreadProtector::show).collect(Collectors.joining("\n"));
                throw new AssertionFailedError(
                        "%s left threads running %s after its end:%n%s".formatted(testClass, grace, threads), e);
            }
        }

        private List<Thread> left() {
            return live().stream()
                    .filter(thread -> !before.contains(thread))
                    .filter(thread -> !ofTheJvm(thread))
                    .filter(thread -> ignored.stream().noneMatch(thread.getName()::startsWith))
                    .toList();
        }
    }

    private static Set<Thread> live() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    private static boolean ofTheJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || JVM_GROUPS.contains(group.getName())
                || thread.getName().contains(ARTEMIS_GLOBAL);
    }

    private static List<String> ignored(ExtensionContext context) {
        List<String> prefixes = new ArrayList<>(SHARED_POOLS);
        Optional<String> more = context.getConfigurationParameter("edgewise.testkit.threads.ignored");
        more.ifPresent(list -> prefixes.addAll(Arrays.asList(list.split(","))));
        return prefixes;
    }

    private static Duration grace(ExtensionContext context) {
        return context.getConfigurationParameter("edgewise.testkit.threads.grace")
                .map(Duration::parse)
                .orElse(DEFAULT_GRACE);
    }

    private static String show(Thread thread) {
        String frames = Arrays.stream(thread.getStackTrace())
                .limit(SHOWN_FRAMES)
                .map(frame -> "\n      at " + frame)
                .collect(Collectors.joining());
        return "  \"%s\" %s%s".formatted(thread.getName(), thread.getState(), frames);
    }
}
