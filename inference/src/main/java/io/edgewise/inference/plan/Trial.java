// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.tflite.PlanReport;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// What came of trying one candidate. Immutable.
public sealed interface Trial {
    /// The candidate's name.
    String candidate();

    /// It says what it should say on this board.
    ///
    /// @param nodes nodes of the model
    /// @param delegates what the delegates took
    /// @param leftOver what they did not take
    /// @param build time to build one interpreter
    /// @param test time for the golden tests
    /// @param invoke the best time for one pass over the golden text of middle length
    /// @param packTokens how many tokens short messages may share in a pass; 0 when each has its own
    /// @param agreement the smallest cosine between its logits and the CPU's, where the CPU was tried and may run
    record Correct(
            String candidate,
            int nodes,
            List<Share> delegates,
            List<LeftOver> leftOver,
            Duration build,
            Duration test,
            Duration invoke,
            int packTokens,
            OptionalDouble agreement)
            implements Trial {
        public Correct {
            delegates = List.copyOf(delegates);
            leftOver = List.copyOf(leftOver);
        }

        /// Nodes that run on a delegate.
        public int delegated() {
            return delegates.stream().mapToInt(Share::nodes).sum();
        }

        /// For people, how many nodes each delegate took: `137`, or with several `117 on npu, 22 on xnnpack`.
        public String shares() {
            return delegates.size() == 1
                    ? String.valueOf(delegated())
                    : delegates.stream()
                            .map(share -> share.nodes() + " on " + share.delegate())
                            .collect(Collectors.joining(", "));
        }
    }

    /// It can't be used on this board.
    ///
    /// @param detail the sentence that says why
    record Refused(String candidate, Reason reason, String detail) implements Trial {}

    /// A delegate and how many nodes it took.
    record Share(String delegate, int nodes) {
        /// What each delegate took of a model, in the order in which they were asked.
        public static List<Share> of(PlanReport plan) {
            return plan.shares().stream()
                    .map(share -> new Share(share.delegate(), share.nodes()))
                    .toList();
        }
    }

    /// Where a candidate was refused.
    enum Reason {
        /// No interpreter could be built, or it left int8 matrices outside every delegate.
        NOT_BUILT,
        /// A pass failed.
        FAILED,
        /// A golden test says something else than when the bundle was made.
        WRONG,
        /// It passed the golden tests and yet says something else than the CPU.
        DIFFERS,
        /// Its worker process ended, or hung.
        CRASHED,
        /// It did so at an earlier start, and was not tried.
        QUARANTINED
    }
}
