// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.bundle.BundleDescriptor;
import java.util.Optional;
import java.util.function.Function;

/// Makes a task fit the bundle that runs it: while a bundle is swapped for its next version, texts go through the
/// one or the other, whose labels may differ.
///
/// Thread-safe: it remembers the last task in one volatile field.
///
/// @param <R> the answer
public final class TaskFactory<R> {
    private record Made<R>(BundleDescriptor bundle, TextTask<R> task) {}

    private final Function<BundleDescriptor, TextTask<R>> make;
    /// Volatile: lanes and whoever submits use the same factory.
    private volatile Optional<Made<R>> last = Optional.empty();

    /// @param make throws `IllegalArgumentException` for a bundle that the task does not suit
    public TaskFactory(Function<BundleDescriptor, TextTask<R>> make) {
        this.make = make;
    }

    /// The task for a bundle; the same object as long as it is the same bundle.
    ///
    /// @throws IllegalArgumentException when the task does not suit the bundle
    public TextTask<R> on(BundleDescriptor bundle) {
        Optional<Made<R>> made = last;
        if (made.isEmpty() || !isSameObject(made.get(), bundle)) {
            TextTask<R> task = made.filter(known -> known.bundle().equals(bundle))
                    .map(Made::task)
                    .orElseGet(() -> make.apply(bundle));
            made = Optional.of(new Made<>(bundle, task));
            last = made;
        }
        return made.get().task();
    }

    /// Mostly it is, and to compare all members for each text would cost more than to tokenise it.
    @SuppressWarnings("ReferenceEquality")
    private static <R> boolean isSameObject(Made<R> made, BundleDescriptor bundle) {
        return made.bundle() == bundle;
    }
}
