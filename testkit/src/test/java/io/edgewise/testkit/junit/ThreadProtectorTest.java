// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Each case is an inner test class, run by the real engine. The threads it leaves behind end with the outer test.
class ThreadProtectorTest {
    private static final Queue<Thread> STARTED = new ConcurrentLinkedQueue<>();
    private static CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void prepare() {
        STARTED.clear();
        end = new CountDownLatch(1);
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        end.countDown();
        for (Thread thread : STARTED) {
            assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    private static void start(String name) {
        CountDownLatch until = end;
        STARTED.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                assertThat(until.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    static class LeavesAThread {
        @Test
        void starts() {
            start("left-behind");
        }
    }

    @Test
    void aThreadLeftBehindFailsTheClass() {
        InnerRun run = InnerRun.of(LeavesAThread.class);

        assertThat(run.succeededTests()).isOne();
        assertThat(run.failedClasses())
                .singleElement()
                .asString()
                .startsWith("ThreadProtectorTest$LeavesAThread left threads running PT0.3S after its end")
                .contains("\"left-behind\"", "at java.base/");
    }

    static class EndsItsThreads {
        @Test
        void starts() {
            start("ended-in-time");
        }

        @AfterAll
        static void endAll() {
            end.countDown();
        }
    }

    @Test
    void aThreadThatEndsWithTheClassIsFine() {
        assertThat(InnerRun.of(EndsItsThreads.class).failedClasses()).isEmpty();
    }

    static class LeavesAKnownPool {
        @Test
        void starts() {
            start("other-pool-1");
            start("Thread-0 (ActiveMQ-client-global-threads)");
            start("globalEventExecutor-1-2");
        }
    }

    @Test
    void poolsOfTheWholeJvmAreLeftOut() {
        assertThat(InnerRun.of(LeavesAKnownPool.class).failedClasses()).isEmpty();
    }

    static class HandsAThreadToItsNestedClass {
        @BeforeEach
        void start() {
            if (STARTED.isEmpty()) {
                ThreadProtectorTest.start("shared");
            }
        }

        @Nested
        class Inside {
            @Test
            void runs() {
                assertThat(STARTED).hasSize(1);
            }
        }

        @Nested
        class InsideToo {
            @Test
            void runs() {
                assertThat(STARTED).hasSize(1);
            }
        }

        @AfterAll
        static void endAll() {
            end.countDown();
        }
    }

    @Test
    void nestedClassesAreJudgedWithTheirOutermost() {
        InnerRun run = InnerRun.of(HandsAThreadToItsNestedClass.class);

        assertThat(run.succeededTests()).isEqualTo(2);
        assertThat(run.failedClasses()).isEmpty();
    }
}
