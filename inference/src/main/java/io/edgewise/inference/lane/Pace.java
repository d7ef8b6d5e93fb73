// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.lane;

/// How hard the lanes may work at this moment, for a board that must not become hotter. Immutable.
///
/// Whatever it says, jobs are taken in, keep their order and their deadlines, and are answered: only later.
///
/// @param lanes how many may work at a time; the others wait with what is in their queues
/// @param duty the share of its time that a working lane works, above 0 and at most 1: it pauses after each
/// pass
/// @param packing the share of the tokens of a pass that messages may share: shorter passes and so shorter
/// pauses, that a text of high priority waits for
/// @param lowest jobs of a lower priority wait
/// @param inOrder no turn goes to a lower priority while a higher one waits (see [Priority])
public record Pace(int lanes, double duty, double packing, Priority lowest, boolean inOrder) {
    /// As hard as they can.
    public static final Pace FULL = new Pace(Integer.MAX_VALUE, 1, 1, Priority.LOW, false);

    public Pace {
        if (lanes < 1 || !(duty > 0 && duty <= 1) || !(packing > 0 && packing <= 1)) {
            throw new IllegalArgumentException("expected at least one lane, and shares above 0 and at most 1, got "
                    + lanes + " lanes, duty " + duty + ", packing " + packing);
        }
    }

    /// Whether jobs may wait for long behind others, or altogether.
    boolean holdsBack() {
        return inOrder || lowest != Priority.LOW;
    }

    /// How long a lane pauses after it has worked.
    public long restNanos(long workedNanos) {
        return duty >= 1 ? 0 : (long) (workedNanos * (1 / duty - 1));
    }

    /// What is left of the tokens that messages may share in a pass.
    int packTokens(int most) {
        return (int) (most * packing);
    }
}
