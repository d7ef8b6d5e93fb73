// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.tokenizer.TokenizerKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a bundle is to be made of. What is left out is found in the model, or told to be missing. Immutable.
///
/// @param model the `.tflite` file
/// @param directory the bundle; must not be there yet
/// @param goldenTexts texts to test boards with, in place of a few in English
public record WrapOptions(
        Path model,
        Path directory,
        Naming naming,
        Wording wording,
        Meaning meaning,
        Tensors tensors,
        List<String> goldenTexts) {
    public WrapOptions {
        goldenTexts = List.copyOf(goldenTexts);
    }

    /// A model that says everything of itself.
    public static WrapOptions of(Path model, Path directory) {
        return new WrapOptions(
                model, directory, Naming.LEFT_OUT, Wording.LEFT_OUT, Meaning.LEFT_OUT, Tensors.LEFT_OUT, List.of());
    }

    /// How a text becomes token ids.
    ///
    /// @param vocabulary the tokenizer's file, in place of the one behind the model
    /// @param delimiter between two words, for the regex tokenizer
    /// @param lowercase whether texts are read in lower case; else when the vocabulary has next to no capital
    /// letters
    /// @param stripAccents whether texts lose their accents; else when they are read in lower case and next to
    /// no piece has any
    public record Wording(
            Optional<Path> vocabulary,
            Optional<TokenizerKind> tokenizer,
            Optional<String> delimiter,
            Optional<Boolean> lowercase,
            Optional<Boolean> stripAccents) {
        public static final Wording LEFT_OUT =
                new Wording(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// What the model's numbers mean.
    ///
    /// @param labels a file with a label in each line, in place of the one behind the model
    /// @param multiLabel whether any number of labels may hold at once; else when each has a sigmoid
    public record Meaning(
            Optional<TaskKind> task,
            Optional<Path> labels,
            Optional<Activation> activation,
            Optional<Boolean> multiLabel) {
        public static final Meaning LEFT_OUT =
                new Meaning(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Which tensors are meant; inputs and the output each by name or position.
    ///
    /// @param tokens most tokens of a window, for a graph that leaves the length open
    public record Tensors(
            Optional<String> signature, Map<InputRole, String> inputs, Optional<String> output, OptionalInt tokens) {
        public static final Tensors LEFT_OUT =
                new Tensors(Optional.empty(), Map.of(), Optional.empty(), OptionalInt.empty());

        public Tensors {
            inputs = Map.copyOf(inputs);
        }
    }
}
