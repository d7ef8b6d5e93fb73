// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.TestLibrary;
import io.edgewise.inference.bundle.Activation;
import io.edgewise.inference.bundle.InputRole;
import io.edgewise.inference.bundle.TaskKind;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.wrap.WrapOptions.Meaning;
import io.edgewise.inference.wrap.WrapOptions.Tensors;
import io.edgewise.inference.wrap.WrapOptions.Wording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a test tells of a model that is to be wrapped. Confined to the test that made it.
final class Draft {
    private final Path folder;
    private final Path model;
    private final Map<InputRole, String> inputs = new EnumMap<>(InputRole.class);
    private final List<String> goldenTexts = new ArrayList<>();
    private Optional<Path> vocabulary = Optional.empty();
    private Optional<Path> labels = Optional.empty();
    private Optional<TaskKind> task = Optional.empty();
    private Optional<Activation> activation = Optional.empty();
    private Optional<TokenizerKind> tokenizer = Optional.empty();
    private Optional<Boolean> multiLabel = Optional.empty();
    private Optional<Boolean> lowercase = Optional.empty();
    private Optional<Boolean> stripAccents = Optional.empty();
    private Optional<String> signature = Optional.empty();
    private Optional<String> output = Optional.empty();
    private Optional<String> name = Optional.empty();
    private OptionalInt tokens = OptionalInt.empty();

    /// @param folder where the bundle goes, as `bundle`
    Draft(Path folder, Path model) {
        this.folder = folder;
        this.model = model;
    }

    Draft vocabulary(Path file) {
        vocabulary = Optional.of(file);
        return this;
    }

    Draft tokenizer(TokenizerKind kind) {
        tokenizer = Optional.of(kind);
        return this;
    }

    Draft lowercase(boolean lower) {
        lowercase = Optional.of(lower);
        return this;
    }

    Draft stripAccents(boolean strip) {
        stripAccents = Optional.of(strip);
        return this;
    }

    /// Labels in a file of their own.
    Draft labels(String... names) {
        try {
            labels = Optional.of(Files.write(folder.resolve("own-labels.txt"), List.of(names)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Draft labelsIn(Path file) {
        labels = Optional.of(file);
        return this;
    }

    Draft task(TaskKind kind) {
        task = Optional.of(kind);
        return this;
    }

    Draft activation(Activation what) {
        activation = Optional.of(what);
        return this;
    }

    Draft multiLabel(boolean several) {
        multiLabel = Optional.of(several);
        return this;
    }

    Draft signature(String key) {
        signature = Optional.of(key);
        return this;
    }

    Draft input(InputRole role, String tensor) {
        inputs.put(role, tensor);
        return this;
    }

    Draft output(String tensor) {
        output = Optional.of(tensor);
        return this;
    }

    Draft name(String text) {
        name = Optional.of(text);
        return this;
    }

    Draft tokens(int most) {
        tokens = OptionalInt.of(most);
        return this;
    }

    Draft goldenText(String text) {
        goldenTexts.add(text);
        return this;
    }

    Wrapped wrap() {
        return Wrap.wrap(
                TestLibrary.lite(),
                new WrapOptions(
                        model,
                        folder.resolve("bundle"),
                        new Naming(name, Optional.empty(), Optional.empty()),
                        new Wording(vocabulary, tokenizer, Optional.empty(), lowercase, stripAccents),
                        new Meaning(task, labels, activation, multiLabel),
                        new Tensors(signature, inputs, output, tokens),
                        goldenTexts));
    }
}
