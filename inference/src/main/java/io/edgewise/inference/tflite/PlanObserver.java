// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A delegate that takes nothing and reads the execution plan: the only way through the C API to learn what the
/// delegates before it took. One stands before the real delegates and one after.
///
/// Confined to the thread that builds and runs the interpreter. Close it after the interpreter.
@SuppressWarnings("restricted") // calling native code is what this package is for
final class PlanObserver implements NativeResource {
    private static final int ALLOW_DYNAMIC_TENSORS = 1;
    /// The operator code of a delegate's partition. Custom operators have names of their own too.
    private static final int DELEGATE = 51;
    private static final int PREPARE_OFFSET = 8;
    private static final int FLAGS_OFFSET = 40;

    /// `TfLiteOpaqueDelegateBuilder`: data, Prepare, CopyFromBufferHandle, CopyToBufferHandle, FreeBufferHandle,
    /// flags.
    private static final MemoryLayout BUILDER =
            MemoryLayout.structLayout(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

    /// `TfLiteIntArray`: size, then the elements.
    private static final AddressLayout INT_ARRAY_POINTER =
            ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Integer.MAX_VALUE, JAVA_INT));

    private final TfLiteC c;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment delegate;
    /// By the address of the subgraph's context: a model with several signatures has a subgraph for each.
    private final Map<Long, ExecutionPlan> plans = new LinkedHashMap<>();
    private final Map<Long, Integer> observations = new HashMap<>();
    private @Nullable Throwable failure;

    PlanObserver(TfLiteC c) {
        this.c = c;
        MemorySegment builder = arena.allocate(BUILDER);
        builder.set(ADDRESS, PREPARE_OFFSET, prepareStub());
        builder.set(JAVA_LONG, FLAGS_OFFSET, ALLOW_DYNAMIC_TENSORS);
        this.delegate = c.opaqueDelegateCreate(builder);
    }

    private MemorySegment prepareStub() {
        MethodType type =
                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class, MemorySegment.class);
        try {
            MethodHandle prepare = MethodHandles.lookup()
                    .findVirtual(PlanObserver.class, "prepare", type)
                    .bindTo(this);
            return Linker.nativeLinker()
                    .upcallStub(prepare, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS), arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    MemorySegment delegate() {
        return delegate;
    }

    /// What was seen when the delegates were last applied, of all subgraphs together.
    ExecutionPlan plan() {
        if (failure != null) {
            throw new IllegalStateException("the execution plan could not be read", failure);
        }
        return plans.values().stream()
                .reduce(ExecutionPlan::plus)
                .orElseThrow(() -> new IllegalStateException("no execution plan yet: the interpreter was not built"));
    }

    /// How often the delegates were applied to a subgraph, at most; more than once means that a resize undid them.
    int observations() {
        return observations.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /// `TfLiteStatus (*Prepare)(TfLiteOpaqueContext* context, TfLiteOpaqueDelegate* delegate, void* data)`.
    /// Called once for each subgraph.
    int prepare(MemorySegment context, MemorySegment self, MemorySegment data) {
        try {
            plans.put(context.address(), read(context));
            observations.merge(context.address(), 1, Integer::sum);
        } catch (Throwable t) {
            // An exception that leaves an upcall ends the process: kept, and thrown by plan().
            failure = t;
        }
        return 0;
    }

    private ExecutionPlan read(MemorySegment context) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment planOut = scratch.allocate(INT_ARRAY_POINTER);
            MemorySegment nodeOut = scratch.allocate(ADDRESS);
            MemorySegment operatorOut = scratch.allocate(ADDRESS);
            require(c.executionPlan(context, planOut));
            MemorySegment nodes = planOut.get(INT_ARRAY_POINTER, 0);
            int count = nodes.getAtIndex(JAVA_INT, 0);
            TreeMap<String, Integer> operators = new TreeMap<>();
            int leftOver = 0;
            for (int i = 1; i <= count; i++) {
                require(c.nodeAndOperator(context, nodes.getAtIndex(JAVA_INT, i), nodeOut, operatorOut));
                MemorySegment operator = operatorOut.get(ADDRESS, 0);
                operators.merge(name(operator), 1, Integer::sum);
                leftOver += isInt8FullyConnected(context, nodeOut.get(ADDRESS, 0), operator) ? 1 : 0;
            }
            return new ExecutionPlan(operators, leftOver);
        }
    }

    private static void require(int status) {
        if (status != 0) {
            throw new IllegalStateException("status " + status);
        }
    }

    private String name(MemorySegment operator) {
        int code = c.operatorBuiltinCode(operator);
        String own = c.operatorCustomName(operator);
        if (code == DELEGATE) {
            return "[" + (own == null ? "delegate" : own) + "]";
        }
        return own != null ? own : BuiltinOperator.name(code);
    }

    private boolean isInt8FullyConnected(MemorySegment context, MemorySegment node, MemorySegment operator) {
        if (c.operatorBuiltinCode(operator) != BuiltinOperator.FULLY_CONNECTED.code() || c.nodeInputCount(node) < 2) {
            return false;
        }
        TensorType weights = TensorType.of(c.opaqueTensorType(c.nodeInput(context, node, 1)));
        return weights == TensorType.INT8 || weights == TensorType.UINT8;
    }

    @Override
    public void close() {
        c.opaqueDelegateDelete(delegate);
        arena.close();
    }
}
