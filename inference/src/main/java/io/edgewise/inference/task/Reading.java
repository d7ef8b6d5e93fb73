// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.encoder.Pass;
import io.edgewise.inference.encoder.Window;
import java.util.Optional;

/// One text on its way through the model, window by window. Confined to the lane thread.
///
/// @param <R> the answer
public interface Reading<R> {
    /// Takes in the logits of one window.
    ///
    /// @param message the window's place in the pass
    void window(Window window, Pass pass, int message);

    /// A text that this reading wants to see next, asked whenever all windows of one were taken in. Empty when the
    /// answer is
    /// ready.
    default Optional<String> next() {
        return Optional.empty();
    }

    /// The answer, after all windows were taken in and there is no next text.
    R answer();
}
