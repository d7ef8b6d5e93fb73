// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Measures where the time of one interpreter's passes goes: what each operator of the graph takes, and in place
/// of what XNNPACK took, each of its kernels. A help for finding out, not for a gateway at work: it makes passes
/// slower, and it depends on a structure that TensorFlow Lite does not promise to keep, so a library of a version
/// that this was not checked with is refused.
///
/// ```java
/// Profiler profiler = new Profiler();
/// try (Interpreter interpreter = model.interpreter(InterpreterOptions.cpu(), profiler)) {
///     // run
///     System.out.println(profiler.profile());
/// }
/// ```
///
/// Confined to the interpreter's thread. Serves one interpreter; what it has measured stays when that is closed.
public final class Profiler {
    /// A model has a few dozen; a library that makes up a name for each run must not fill the heap.
    static final int MAX_NAMES = 256;

    static final String OTHERS = "(further names)";

    private final LongSupplier nanoTime;
    private final Map<String, Sum> operators = new HashMap<>();
    private final Map<String, Sum> kernels = new HashMap<>();
    /// Operators that have begun and not ended; more than one where an operator runs a subgraph.
    private final List<Begun> begun = new ArrayList<>();
    private @Nullable Throwable failure;
    private boolean taken;

    private record Begun(String name, long nanos) {}

    private static final class Sum {
        long count;
        long nanos;
    }

    /// A profiler that has measured nothing yet.
    public Profiler() {
        this(System::nanoTime);
    }

    Profiler(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// What was measured since the beginning or the last [#reset].
    ///
    /// @throws IllegalStateException when measuring failed
    public Profile profile() {
        if (failure != null) {
            throw new IllegalStateException("the operators could not be measured", failure);
        }
        return new Profile(entries(operators), entries(kernels));
    }

    private static List<Profile.Entry> entries(Map<String, Sum> sums) {
        return sums.entrySet().stream()
                .map(e -> new Profile.Entry(e.getKey(), e.getValue().count, Duration.ofNanos(e.getValue().nanos)))
                .toList();
    }

    /// Forgets what was measured, for example after the first passes, which are slower.
    public void reset() {
        operators.clear();
        kernels.clear();
    }

    /// @throws IllegalStateException when it serves an interpreter already
    void take() {
        if (taken) {
            throw new IllegalStateException("this profiler serves another interpreter: make one for each");
        }
        taken = true;
    }

    /// @return what [#end] is to be called with
    int begin(String operator) {
        begun.add(new Begun(operator, nanoTime.getAsLong()));
        return begun.size() - 1;
    }

    void end(int handle) {
        long now = nanoTime.getAsLong();
        Begun operator = begun.get(handle);
        // What began inside of it and never ended was broken off.
        begun.subList(handle, begun.size()).clear();
        add(operators, operator.name(), now - operator.nanos());
    }

    void kernel(String name, long micros) {
        add(kernels, name, Math.multiplyExact(micros, 1_000L));
    }

    private static void add(Map<String, Sum> sums, String name, long nanos) {
        String kept = sums.size() < MAX_NAMES || sums.containsKey(name) ? name : OTHERS;
        Sum sum = sums.computeIfAbsent(kept, n -> new Sum());
        sum.count++;
        sum.nanos += nanos;
    }

    /// For what goes wrong in a call from the native side, which no exception may leave.
    void failed(Throwable t) {
        failure = t;
    }
}
