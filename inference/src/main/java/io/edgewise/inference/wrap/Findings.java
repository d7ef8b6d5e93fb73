// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.wrap;

import io.edgewise.inference.document.Printable;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What was found out about a model on the way: what stands against a bundle, and what was concluded from what.
/// Each sentence is one line, whatever it quotes of the model's file, and told once, however many find it. Confined to
/// the thread that makes the bundle.
public final class Findings {
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /// Something is missing or doesn't fit: there will be no bundle.
    public void problem(String sentence) {
        problems.add(Printable.line(sentence));
    }

    /// Something was concluded that nobody said: a person should look.
    public void note(String sentence) {
        notes.add(Printable.line(sentence));
    }

    void addAll(Findings others) {
        problems.addAll(others.problems);
        notes.addAll(others.notes);
    }

    /// Whether there will be no bundle.
    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /// In the order in which they were found.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// In the order in which they were found.
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /// @param model the file or folder that a bundle is made of
    /// @throws WrapException when there are problems
    public void requireNone(Path model) {
        if (hasProblems()) {
            throw new WrapException(model, problems());
        }
    }
}
