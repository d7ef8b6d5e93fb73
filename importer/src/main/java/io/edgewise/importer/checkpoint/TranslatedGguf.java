// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.checkpoint;

import io.edgewise.importer.checkpoint.GgufArchitecture.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The tensors of a GGUF file as the transformers library has them: its names, its shapes, its order of rows.
/// One without such a name keeps its own. Owns the file.
final class TranslatedGguf implements TensorFile {
    private record Source(StoredTensor tensor, Form form) {}

    private final GgufFile file;
    private final int heads;
    private final int keyHeads;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /// @param heads of the attention
    /// @param keyHeads of its keys and values
    TranslatedGguf(GgufFile file, GgufArchitecture architecture, int heads, int keyHeads) {
        this.file = file;
        this.heads = heads;
        this.keyHeads = keyHeads;
        file.tensors().forEach((name, tensor) -> {
            if (!name.equals(Llama3Scaling.TENSOR)) {
                add(architecture.names().translate(name).orElse(name), tensor, architecture.form(name));
            }
        });
    }

    private void add(String name, StoredTensor tensor, Form form) {
        StoredTensor named = new StoredTensor(name, tensor.dtype(), tensor.shape(), tensor.offset(), tensor.bytes());
        if (sources.put(name, new Source(named, form)) != null) {
            throw damaged(name, "is there under two names, one of them \"" + tensor.name() + "\"");
        }
        tensors.put(
                name,
                form == Form.TURNED
                        ? new StoredTensor(
                                name, tensor.dtype(), tensor.shape().reversed(), tensor.offset(), tensor.bytes())
                        : named);
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public String configuredBy() {
        return file.configuredBy();
    }

    @Override
    public Optional<String> refusal(StoredTensor tensor) {
        return file.refusal(tensor);
    }

    @Override
    public Weights weights(StoredTensor tensor) {
        Source source = Objects.requireNonNull(sources.get(tensor.name()));
        Weights stored = file.weights(source.tensor());
        return switch (source.form()) {
            case SAME -> stored;
            case QUERY_HEADS -> ordered(stored, heads);
            case KEY_HEADS -> ordered(stored, keyHeads);
            // llama.cpp keeps what Gemma multiplies with, the transformers library what is added to 1 first.
            case MORE_BY_ONE -> stored.plus(-1);
            case TURNED -> stored.transposed();
        };
    }

    /// Queries or keys, or a bias of theirs.
    private Weights ordered(Weights stored, int count) {
        int rows = stored.shape().getFirst();
        if (rows % (2 * count) != 0) {
            throw damaged(stored.name(), "has " + rows + " rows, which are no " + count + " heads of an even width");
        }
        return Selection.of(stored, rows, new HeadOrder(rows / count)::stored);
    }

    private CheckpointException damaged(String tensor, String what) {
        return new CheckpointException(file.path(), "is damaged: tensor \"" + tensor + "\" " + what);
    }

    @Override
    public void close() {
        file.close();
    }
}
