// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.gateway.board.BoardKind;
import io.edgewise.gateway.board.BoardLevel;
import io.edgewise.gateway.board.BoardReason;
import io.edgewise.gateway.board.BoardStatus;
import io.edgewise.gateway.board.Heat;
import java.util.List;
import java.util.Optional;

/// What is told of boards that do not exist.
public final class FakeBoards {
    private FakeBoards() {}

    public static BoardStatus hot() {
        return new BoardStatus(
                Optional.of("Raspberry Pi 4 Model B Rev 1.4"),
                BoardKind.RASPBERRY_PI_4,
                BoardLevel.HOT,
                List.of(BoardReason.HOT, BoardReason.UNDER_VOLTAGE),
                Optional.of(new Heat("cpu-thermal", 78.26, 80)),
                Optional.empty());
    }

    public static BoardStatus cool() {
        return new BoardStatus(
                Optional.of("NVIDIA Jetson Orin Nano Developer Kit"),
                BoardKind.JETSON,
                BoardLevel.COOL,
                List.of(),
                Optional.of(new Heat("tj-thermal", 61.5, 99)),
                Optional.of("15W"));
    }

    /// One that tells nothing.
    public static BoardStatus untold() {
        return new BoardStatus(
                Optional.empty(), BoardKind.GENERIC, BoardLevel.COOL, List.of(), Optional.empty(), Optional.empty());
    }
}
