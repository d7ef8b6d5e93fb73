// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.tflite.Delegate;
import io.edgewise.inference.tflite.ExecutionPlan;
import io.edgewise.inference.tflite.PlanReport;
import io.edgewise.inference.tflite.Quantization;
import io.edgewise.inference.tflite.Shape;
import io.edgewise.inference.tflite.TensorSpec;
import io.edgewise.inference.tflite.TensorType;
import io.edgewise.inference.tflite.XnnPackFlag;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes and reads what the two processes say to each other. Both are of one build, so nothing is versioned.
///
/// Confined to the thread that uses the connection.
final class Wire {
    private final DataInputStream in;
    private final DataOutputStream out;

    Wire(ByteChannel channel) {
        this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        OutputStream raw = Channels.newOutputStream(channel);
        this.out = new DataOutputStream(new BufferedOutputStream(raw));
    }

    DataInputStream in() {
        return in;
    }

    DataOutputStream out() {
        return out;
    }

    interface Write<T> {
        void write(T value) throws IOException;
    }

    interface Read<T> {
        T read() throws IOException;
    }

    <T> void list(List<T> values, Write<T> each) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            each.write(value);
        }
    }

    <T> List<T> list(Read<T> each) throws IOException {
        List<T> values = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            values.add(each.read());
        }
        return values;
    }

    private <T> void optional(Optional<T> value, Write<T> write) throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            write.write(value.get());
        }
    }

    private <T> Optional<T> optional(Read<T> read) throws IOException {
        return in.readBoolean() ? Optional.of(read.read()) : Optional.empty();
    }

    /// Texts of any length: `writeUTF` ends at 64 KiB, and some messages of vendors are long.
    void text(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    String text() throws IOException {
        return new String(in.readNBytes(in.readInt()), UTF_8);
    }

    void request(GraphRequest request) throws IOException {
        text(request.library().toString());
        text(request.model().toString());
        text(request.sha256());
        optional(request.signature(), this::text);
        list(request.delegates(), this::delegate);
        out.writeBoolean(request.allowSlow());
        out.writeBoolean(request.fixedShapes());
    }

    GraphRequest request() throws IOException {
        return new GraphRequest(
                Path.of(text()),
                Path.of(text()),
                text(),
                optional(this::text),
                list(this::delegate),
                in.readBoolean(),
                in.readBoolean());
    }

    private void delegate(Delegate delegate) throws IOException {
        switch (delegate) {
            case Delegate.External external -> {
                out.writeBoolean(true);
                text(external.label());
                text(external.library().toString());
                list(List.copyOf(external.options().entrySet()), option -> {
                    text(option.getKey());
                    text(option.getValue());
                });
            }
            case Delegate.XnnPack xnnPack -> {
                out.writeBoolean(false);
                out.writeInt(xnnPack.threads());
                list(List.copyOf(xnnPack.flags()), flag -> text(flag.name()));
                optional(xnnPack.weightCache(), cache -> text(cache.toString()));
            }
        }
    }

    private Delegate delegate() throws IOException {
        if (in.readBoolean()) {
            String label = text();
            Path library = Path.of(text());
            Map<String, String> options = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                options.put(text(), text());
            }
            return new Delegate.External(label, library, options);
        }
        int threads = in.readInt();
        EnumSet<XnnPackFlag> flags = EnumSet.noneOf(XnnPackFlag.class);
        flags.addAll(list(() -> XnnPackFlag.valueOf(text())));
        return new Delegate.XnnPack(threads, flags, optional(() -> Path.of(text())));
    }

    void shapes(Map<String, Shape> shapes) throws IOException {
        list(List.copyOf(shapes.entrySet()), entry -> {
            text(entry.getKey());
            shape(entry.getValue());
        });
    }

    Map<String, Shape> shapes() throws IOException {
        Map<String, Shape> shapes = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            shapes.put(text(), shape());
        }
        return shapes;
    }

    private void shape(Shape shape) throws IOException {
        out.writeInt(shape.rank());
        for (int i = 0; i < shape.rank(); i++) {
            out.writeInt(shape.get(i));
        }
    }

    private Shape shape() throws IOException {
        int[] dimensions = new int[in.readInt()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = in.readInt();
        }
        return Shape.of(dimensions);
    }

    void graph(GraphState state) throws IOException {
        list(state.inputs(), this::tensor);
        list(state.outputs(), this::tensor);
        plan(state.plan());
    }

    GraphState graph() throws IOException {
        return new GraphState(list(this::tensor), list(this::tensor), plan());
    }

    private void tensor(GraphState.NamedTensor tensor) throws IOException {
        text(tensor.name());
        text(tensor.spec().name());
        text(tensor.spec().type().name());
        shape(tensor.spec().shape());
        list(tensor.spec().signature(), out::writeInt);
        optional(tensor.spec().quantization(), this::quantization);
    }

    private GraphState.NamedTensor tensor() throws IOException {
        return new GraphState.NamedTensor(
                text(),
                new TensorSpec(
                        text(), TensorType.valueOf(text()), shape(), list(in::readInt), optional(this::quantization)));
    }

    private void quantization(Quantization quantization) throws IOException {
        out.writeInt(quantization.channels());
        for (int channel = 0; channel < quantization.channels(); channel++) {
            out.writeFloat(quantization.scale(channel));
            out.writeInt(quantization.zeroPoint(channel));
        }
        out.writeInt(quantization.dimension());
    }

    private Quantization quantization() throws IOException {
        float[] scales = new float[in.readInt()];
        int[] zeroPoints = new int[scales.length];
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = in.readFloat();
            zeroPoints[channel] = in.readInt();
        }
        return new Quantization(scales, zeroPoints, in.readInt());
    }

    private void plan(PlanReport plan) throws IOException {
        execution(plan.model());
        list(plan.shares(), share -> {
            text(share.delegate());
            operators(share.operators());
            out.writeInt(share.partitions());
        });
        execution(plan.running());
        out.writeInt(plan.applied());
    }

    private PlanReport plan() throws IOException {
        return new PlanReport(
                execution(),
                list(() -> new PlanReport.Share(text(), operators(), in.readInt())),
                execution(),
                in.readInt());
    }

    private void execution(ExecutionPlan plan) throws IOException {
        operators(plan.operators());
        out.writeInt(plan.int8FullyConnected());
    }

    private ExecutionPlan execution() throws IOException {
        return new ExecutionPlan(operators(), in.readInt());
    }

    private void operators(SortedMap<String, Integer> operators) throws IOException {
        list(List.copyOf(operators.entrySet()), entry -> {
            text(entry.getKey());
            out.writeInt(entry.getValue());
        });
    }

    private SortedMap<String, Integer> operators() throws IOException {
        SortedMap<String, Integer> operators = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            operators.put(text(), in.readInt());
        }
        return operators;
    }
}
