// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.encoder.TokenRow;
import io.edgewise.inference.wrap.Entrance.Port;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How many tokens a graph takes. Immutable.
///
/// @param length of its row, or the most where it leaves that open
/// @param window of a text
record WindowSize(int length, int window) {
    /// Tokens of a window where the graph leaves the length open and nobody says how many it was trained with.
    private static final int OPEN_TOKENS = 256;

    private static final int MOST_TOKENS = 65_536;

    /// @param row of the ids
    /// @param wanted by the caller
    static WindowSize of(TokenRow row, Map<InputRole, Port> roles, OptionalInt wanted, Findings findings) {
        return row.isOpen() ? open(roles, wanted, findings) : fixed(row.length(), wanted, findings);
    }

    private static WindowSize fixed(int length, OptionalInt wanted, Findings findings) {
        if (wanted.isPresent() && wanted.getAsInt() != length) {
            findings.problem("the graph takes " + length + " tokens, and " + wanted.getAsInt() + " were asked for");
        }
        if (length > MOST_TOKENS) {
            findings.problem("the graph takes " + length + " tokens, a window has at most " + MOST_TOKENS);
        }
        return new WindowSize(length, length);
    }

    private static WindowSize open(Map<InputRole, Port> roles, OptionalInt wanted, Findings findings) {
        OptionalInt positions = Optional.ofNullable(roles.get(InputRole.POSITIONS))
                .map(port -> port.tensor().rows())
                .orElse(OptionalInt.empty());
        if (wanted.isPresent()) {
            int window = wanted.getAsInt();
            if (positions.isPresent() && window > positions.getAsInt()) {
                findings.problem("the model's position table has " + positions.getAsInt() + " rows, and windows of "
                        + window + " tokens were asked for (--tokens)");
            }
            return new WindowSize(window, window);
        }
        int length = Math.min(positions.orElse(OPEN_TOKENS), MOST_TOKENS);
        int window = Math.min(length, OPEN_TOKENS);
        findings.note("the graph leaves the length of its row open; a window has " + window + " tokens, "
                + (positions.isPresent() ? "its position table " + length + " rows" : "which nobody said")
                + " (--tokens N)");
        return new WindowSize(length, window);
    }
}
