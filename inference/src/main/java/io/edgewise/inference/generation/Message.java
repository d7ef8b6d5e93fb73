// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.generation;

/// Something said in a conversation. Immutable.
public record Message(Role role, String text) {
    /// Who says it.
    public enum Role {
        /// The operator: what the model is to do.
        SYSTEM,
        /// Who asks, also in an example.
        USER,
        /// The model: what it said before, or should say in an example.
        ASSISTANT
    }

    /// What the operator says.
    public static Message system(String text) {
        return new Message(Role.SYSTEM, text);
    }

    /// What is asked.
    public static Message user(String text) {
        return new Message(Role.USER, text);
    }

    /// What is answered.
    public static Message assistant(String text) {
        return new Message(Role.ASSISTANT, text);
    }
}
