// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.GoldenCheck;
import io.edgewise.inference.encoder.Window;
import io.edgewise.inference.encoder.Windows;
import io.edgewise.inference.tflite.InterpreterOptions;
import io.edgewise.inference.tflite.Model;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.TensorFlowLite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A bundle that reads one text after the other on the thread that opened it: what a program of its own needs.
/// A gateway with many senders uses [io.edgewise.inference.lane.Lanes].
///
/// Confined to one thread. Owns the native model.
public final class TextModel implements AutoCloseable {
    private final Bundle bundle;
    private final Model model;
    private final Encoder encoder;

    private TextModel(Bundle bundle, Model model, Encoder encoder) {
        this.bundle = bundle;
        this.model = model;
        this.encoder = encoder;
    }

    /// Builds the model, and runs the bundle's golden tests on this board.
    ///
    /// @throws io.edgewise.inference.InferenceException when the bundle can't be used here
    public static TextModel open(TensorFlowLite lite, Bundle bundle) {
        Model model = lite.model(bundle.modelFile());
        try {
            Encoder encoder = Encoder.open(bundle.descriptor(), model, InterpreterOptions.cpu());
            TextModel opened = new TextModel(bundle, model, encoder);
            try {
                GoldenCheck.run(bundle, encoder);
                return opened;
            } catch (RuntimeException | Error e) {
                encoder.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /// Reads a text of any length: a long one window by window.
    ///
    /// @throws io.edgewise.inference.InferenceException when the pass fails
    public <R> R read(String text, TextTask<R> task) {
        Optional<R> decided = task.withoutModel(text);
        if (decided.isPresent()) {
            return decided.get();
        }
        Windows windows = Windows.of(text, bundle);
        Reading<R> reading = task.read(text, windows.encoding(), Instant.now());
        read(windows, reading, task.outputs());
        for (Optional<String> next = reading.next(); next.isPresent(); next = reading.next()) {
            read(Windows.of(next.get(), bundle), reading, task.outputs());
        }
        return reading.answer();
    }

    private void read(Windows windows, Reading<?> reading, Set<String> outputs) {
        for (Window window : windows.all()) {
            reading.window(window, encoder.run(List.of(window), outputs), 0);
        }
    }

    /// What the delegates took.
    public PlanReport plan() {
        return encoder.plan();
    }

    @Override
    public void close() {
        encoder.close();
        model.close();
    }
}
