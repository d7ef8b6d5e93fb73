// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.util.Locale;

/// How far inference is slowed down for the board's sake. A later constant is worse.
///
/// Each is entered at some kelvins below the limit, and left further down.
public enum BoardLevel {
    /// Nothing is slowed down.
    COOL(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
    /// Shorter passes, with pauses between them.
    WARM(1, 5, 10),
    /// Half of the lanes too, and higher priorities first.
    HOT(2, 2, 6),
    /// One lane, and only for the highest priority.
    CRITICAL(3, 1, 4);

    private final int rank;
    private final double entered;
    private final double left;

    BoardLevel(int rank, double entered, double left) {
        this.rank = rank;
        this.entered = entered;
        this.left = left;
    }

    /// As in the status object: part of the contract.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How bad it is, 0 for cool to 3: what metrics and plots show.
    int rank() {
        return rank;
    }

    /// The one that a temperature calls for.
    ///
    /// @param headroom kelvins that it is below the limit
    static BoardLevel calledForAt(double headroom) {
        BoardLevel called = COOL;
        for (BoardLevel level : values()) {
            called = headroom <= level.entered ? level : called;
        }
        return called;
    }

    /// Whether a temperature is low enough to leave this level.
    boolean mayBeLeftAt(double headroom) {
        return this != COOL && headroom >= left;
    }

    /// The next better one.
    BoardLevel better() {
        return switch (this) {
            case COOL, WARM -> COOL;
            case HOT -> WARM;
            case CRITICAL -> HOT;
        };
    }

    /// Whether it is worse than another.
    boolean isWorseThan(BoardLevel other) {
        return rank > other.rank;
    }
}
