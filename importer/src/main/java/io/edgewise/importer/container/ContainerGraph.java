// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.container;

import io.edgewise.inference.tflite.ModelContents;
import io.edgewise.inference.tflite.ModelContents.Entry;
import io.edgewise.inference.tflite.ModelContents.Signature;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// How a graph in a container takes a text: signatures for the tokens of a prompt, many at once, and one for a token
/// of the answer; a cache goes into each and comes out of it. Immutable.
///
/// Source: the names that litert-torch and LiteRT-LM give to signatures and tensors.
///
/// @param prefills how many tokens the signatures for prompts take, in order
/// @param decodes whether there is a signature for a token of the answer
/// @param cache the form of the first layer's keys, as `FLOAT32 [1, 512, 3, 64]`, where the graph has a cache
/// @param cacheLength how many tokens have room in it, where that can be told
/// @param custom operators that TensorFlow Lite does not have of its own
public record ContainerGraph(
        List<Integer> prefills,
        boolean decodes,
        Optional<String> cache,
        OptionalInt cacheLength,
        SortedSet<String> custom) {
    private static final Pattern KEYS = Pattern.compile("(?:kv_cache_k|k_cache)_0+");
    private static final Set<String> POSITIONS = Set.of("input_pos", "positions");
    private static final Set<String> MASKS = Set.of("mask", "attn_mask");
    private static final int CACHE_RANK = 4;

    public ContainerGraph {
        prefills = List.copyOf(prefills);
        custom = Collections.unmodifiableSortedSet(new TreeSet<>(custom));
    }

    /// Looks at the names and shapes of a model.
    public static ContainerGraph of(ModelContents contents) {
        List<Signature> signatures = contents.signatures();
        Optional<Signature> decode = signatures.stream()
                .filter(signature -> signature.key().startsWith("decode"))
                .findFirst();
        Optional<Entry> keys = decode.or(() -> signatures.stream().findFirst()).flatMap(ContainerGraph::keys);
        SortedSet<String> custom = new TreeSet<>();
        contents.graphs().forEach(graph -> custom.addAll(graph.customOperators()));
        return new ContainerGraph(
                signatures.stream()
                        .filter(signature -> signature.key().startsWith("prefill"))
                        .flatMap(signature -> last(signature.inputs(), POSITIONS).stream())
                        .sorted()
                        .distinct()
                        .toList(),
                decode.isPresent(),
                keys.map(Entry::form),
                keys.map(entry -> length(decode, entry)).orElseGet(OptionalInt::empty),
                custom);
    }

    /// What goes in and comes out under one name.
    private static Optional<Entry> keys(Signature signature) {
        return signature.inputs().entrySet().stream()
                .filter(input -> KEYS.matcher(input.getKey()).matches()
                        && signature.outputs().containsKey(input.getKey()))
                .map(Map.Entry::getValue)
                .min(Comparator.comparing(Entry::name));
    }

    /// The mask has a column for each; else keys are `[1, length, heads, width]` or `[1, heads, length, width]`, and
    /// no model has more heads than its cache has tokens.
    private static OptionalInt length(Optional<Signature> decode, Entry keys) {
        Optional<Integer> columns = decode.flatMap(signature -> last(signature.inputs(), MASKS))
                .filter(columnsOfMask -> keys.shape().contains(columnsOfMask));
        if (columns.isPresent()) {
            return OptionalInt.of(columns.get());
        }
        List<Integer> shape = keys.shape();
        int longest = shape.size() == CACHE_RANK ? Math.max(shape.get(1), shape.get(2)) : 0;
        return longest > 0 ? OptionalInt.of(longest) : OptionalInt.empty();
    }

    /// The last dimension of an input of one of these names.
    private static Optional<Integer> last(Map<String, Entry> inputs, Set<String> names) {
        return inputs.entrySet().stream()
                .filter(input -> names.contains(input.getKey())
                        && !input.getValue().shape().isEmpty())
                .map(input -> input.getValue().shape().getLast())
                .findFirst();
    }
}
