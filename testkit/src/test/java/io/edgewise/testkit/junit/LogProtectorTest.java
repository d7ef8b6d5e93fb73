// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Each case is an inner test class, run by the real engine.
class LogProtectorTest {
    private static final Logger OURS = LoggerFactory.getLogger("io.edgewise.some.Part");
    private static final Logger THEIRS = LoggerFactory.getLogger("org.example.Library");

    /// What the inner tests log reaches the outer test's protector too.
    @BeforeEach
    void announce(ExpectedLogs logs) {
        logs.allow("disk full");
    }

    static class LogsAWarning {
        @Test
        void warns() {
            OURS.warn("disk {}", "full", new IllegalStateException("no space"));
        }
    }

    @Test
    void aWarningNobodyAnnouncedFailsTheTest() {
        assertThat(InnerRun.of(LogsAWarning.class).failedTests())
                .singleElement()
                .asString()
                .contains("logged by this test without being announced")
                .contains("WARN io.edgewise.some.Part", "disk full", "java.lang.IllegalStateException: no space");
    }

    static class LogsAnErrorOnAnotherThread {
        @Test
        void fails() throws InterruptedException {
            Thread thread = Thread.ofPlatform().name("worker").start(() -> OURS.error("disk full"));
            thread.join();
        }
    }

    @Test
    void anErrorOfAnotherThreadFailsTheTest() {
        assertThat(InnerRun.of(LogsAnErrorOnAnotherThread.class).failedTests())
                .singleElement()
                .asString()
                .contains("ERROR io.edgewise.some.Part [worker] disk full");
    }

    static class LogsWhatIsFine {
        @Test
        void informs() {
            OURS.info("disk full");
        }

        @Test
        void leavesOthersAlone() {
            THEIRS.warn("disk full");
        }

        @Test
        @ExpectLog("full")
        void announcesByAnnotation() {
            OURS.warn("disk full");
        }

        @Test
        void announcesByParameter(ExpectedLogs logs) {
            logs.expect("disk");
            OURS.warn("disk full");
            assertThat(logs.soFar()).singleElement().asString().contains("disk full");
        }

        @Test
        void permits(ExpectedLogs logs) {
            logs.allow("disk");
        }
    }

    @Test
    void announcedAndForeignLogsPass() {
        InnerRun run = InnerRun.of(LogsWhatIsFine.class);

        assertThat(run.failedTests()).isEmpty();
        assertThat(run.succeededTests()).isEqualTo(5);
    }

    static class AnnouncesInVain {
        @Test
        @ExpectLog("disk full")
        void logsNothing() {
            OURS.info("disk full");
        }
    }

    @Test
    void anAnnouncementThatDoesNotComeTrueFailsTheTest() {
        assertThat(InnerRun.of(AnnouncesInVain.class).failedTests())
                .singleElement()
                .asString()
                .contains("announced but not logged at WARN or ERROR: [disk full]");
    }

    static class FailsOrIsSkippedBeforeItsAnnouncement {
        @Test
        @ExpectLog("disk full")
        void fails() {
            fail("the reason");
        }

        @Test
        @ExpectLog("disk full")
        void isSkipped() {
            Assumptions.abort("the condition");
        }
    }

    @Test
    void aTestThatFailedForAnotherReasonKeepsThatReason() {
        assertThat(InnerRun.of(FailsOrIsSkippedBeforeItsAnnouncement.class).failedTests())
                .containsExactlyInAnyOrder("the reason", "the condition");
    }

    static class LogsInBeforeAll {
        @BeforeAll
        static void warn() {
            OURS.warn("disk full");
        }

        @Test
        void doesNothing() {}
    }

    @Test
    void aWarningOfBeforeAllFailsTheFirstTest() {
        assertThat(InnerRun.of(LogsInBeforeAll.class).failedTests())
                .singleElement()
                .asString()
                .contains("logged before this test began");
    }

    @ExpectLog("disk full")
    static class AnnouncesOnTheClass {
        @BeforeAll
        static void warn() {
            OURS.warn("disk full");
        }

        @Test
        void warns() {
            OURS.warn("disk full");
        }

        @Test
        void doesNot() {}

        @Nested
        class Inside {
            @Test
            void warns() {
                OURS.warn("disk full");
            }
        }
    }

    @Test
    void anAnnouncementOnTheClassHoldsForAllItsTests() {
        InnerRun run = InnerRun.of(AnnouncesOnTheClass.class);

        assertThat(run.failedTests()).isEmpty();
        assertThat(run.succeededTests()).isEqualTo(3);
    }
}
