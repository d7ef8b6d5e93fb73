// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

/// Why inference is slowed down; in the order in which they are told.
public enum BoardReason {
    HOT("hot", "give the board air, shade or a heat sink, or have it read fewer messages"),
    UNDER_VOLTAGE("under-voltage", "use the maker's power supply and a short, thick cable"),
    THROTTLED("throttled", "the board slows itself down already: look at its cooling and its supply"),
    OVER_CURRENT("over-current", "choose a lower power mode (nvpmodel), or a stronger supply");

    private final String label;
    private final String remedy;

    BoardReason(String label, String remedy) {
        this.label = label;
        this.remedy = remedy;
    }

    /// As in the status object: part of the contract.
    public String label() {
        return label;
    }

    /// What to do, for people.
    String remedy() {
        return remedy;
    }
}
