// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.board;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is told of the board, as it was when that last changed. Immutable.
///
/// @param model its make, where it is known
/// @param heat when the level or a reason last changed; metrics have that of now
/// @param reasons none while the level is cool
/// @param powerMode a Jetson's
public record BoardStatus(
        Optional<String> model,
        BoardKind kind,
        BoardLevel level,
        List<BoardReason> reasons,
        Optional<Heat> heat,
        Optional<String> powerMode) {
    public BoardStatus {
        reasons = List.copyOf(reasons);
    }

    /// Whether inference is slowed down, or would be if the site let it.
    public boolean isDegraded() {
        return level != BoardLevel.COOL;
    }

    /// Whether nothing is different from another but the temperature.
    boolean saysTheSameAs(BoardStatus other) {
        return with(other.heat).equals(other);
    }

    private BoardStatus with(Optional<Heat> another) {
        return new BoardStatus(model, kind, level, reasons, another, powerMode);
    }

    /// For people: `hot (77 °C, limit 80 °C, level warm)`.
    public String sentence() {
        String why = reasons.stream().map(BoardReason::label).collect(Collectors.joining(", "));
        String howHot = heat.map(
                        now -> String.format(Locale.ROOT, "%.0f °C, limit %.0f °C, ", now.celsius(), now.limit()))
                .orElse("");
        return why + " (" + howHot + "level " + level.label() + ")";
    }
}
