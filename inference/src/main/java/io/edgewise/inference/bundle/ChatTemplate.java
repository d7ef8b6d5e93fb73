// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

/// How the turns of a conversation are marked for a model that was trained on conversations. Immutable.
///
/// Control pieces of the vocabulary (`<|im_start|>`) stand in it by their names, and become the pieces. In what
/// is said they are letters like any others: whoever writes a message can't end his turn.
///
/// @param begin before everything
/// @param system before and after what the operator says
/// @param user before and after what is asked
/// @param assistant before and after what is answered
/// @param systemInUser whether what the operator says, with what stands around it, is said at the beginning of
/// the next user turn, behind its prefix; as models want it that know no system turn
public record ChatTemplate(String begin, Turn system, Turn user, Turn assistant, boolean systemInUser) {
    /// Of a model that only goes on with a text.
    public static final ChatTemplate NONE =
            new ChatTemplate("", new Turn("", "\n"), new Turn("", "\n"), new Turn("", "\n"));

    /// With a turn for what the operator says.
    public ChatTemplate(String begin, Turn system, Turn user, Turn assistant) {
        this(begin, system, user, assistant, false);
    }

    /// What stands around what is said.
    ///
    /// @param trimmed whether what is said loses the white space at both its ends, as in training
    public record Turn(String prefix, String suffix, boolean trimmed) {
        /// Around what is said as it is.
        public Turn(String prefix, String suffix) {
            this(prefix, suffix, false);
        }
    }
}
