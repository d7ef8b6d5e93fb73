// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.vocabulary;

import io.edgewise.inference.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A `tokenizer.json` with a model of the type WordPiece, Unigram or BPE.
///
/// A piece of BPE is made by merges, so it needs the two parts of one, and theirs. Of several merges that make it
/// the first counts, and every merge stays whose pieces do.
final class JsonVocabulary implements CuttableVocabulary {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-Fa-f]{2}>");

    /// @param text as it stands in the file: two parts, or a text with a blank between them
    private record Merge(JsonNode text, String left, String right) {
        static Merge of(JsonNode text) {
            String[] parts = text.isArray()
                    ? new String[] {text.path(0).asString(), text.path(1).asString()}
                    : text.asString().split(" ", 2);
            return new Merge(text, parts[0], parts[parts.length - 1]);
        }

        String whole() {
            return left + right;
        }
    }

    private final ObjectNode root;
    private final Tokenizer tokenizer;
    private final String continuation;
    private final Set<Integer> added;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Merge> merges = new ArrayList<>();
    private final Map<String, Merge> firstMerge = new HashMap<>();

    private JsonVocabulary(ObjectNode root, Tokenizer tokenizer) {
        this.root = root;
        this.tokenizer = tokenizer;
        JsonNode model = root.path("model");
        this.continuation = model.path("continuing_subword_prefix").asString("");
        this.added = root.path("added_tokens")
                .valueStream()
                .map(token -> token.path("id").asInt())
                .collect(Collectors.toSet());
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            ids.putIfAbsent(tokenizer.piece(id), id);
        }
        for (JsonNode text : model.path("merges")) {
            Merge merge = Merge.of(text);
            merges.add(merge);
            firstMerge.putIfAbsent(merge.whole(), merge);
        }
    }

    /// @throws IOException when it is no JSON
    static JsonVocabulary read(Path file, Tokenizer tokenizer) throws IOException {
        try {
            if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode root) {
                return new JsonVocabulary(root, tokenizer);
            }
            throw new IOException(file + " is no JSON object");
        } catch (JacksonException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public boolean isNeeded(int id) {
        return Needed.isByAll(tokenizer, id, continuation)
                || added.contains(id)
                || BYTE.matcher(tokenizer.piece(id)).matches();
    }

    @Override
    public Set<Integer> parts(int id) {
        Set<Integer> found = new HashSet<>();
        collect(tokenizer.piece(id), found);
        return found;
    }

    private void collect(String piece, Set<Integer> found) {
        Integer id = ids.get(piece);
        if (id == null || !found.add(id)) {
            return;
        }
        Merge merge = firstMerge.get(piece);
        if (merge != null) {
            collect(merge.left(), found);
            collect(merge.right(), found);
        }
    }

    @Override
    public String with(List<Integer> kept) {
        Map<Integer, Integer> anew = new HashMap<>();
        IntStream.range(0, kept.size()).forEach(row -> anew.put(kept.get(row), row));
        ObjectNode cut = root.deepCopy();
        model((ObjectNode) cut.path("model"), kept, anew);
        for (JsonNode token : cut.path("added_tokens")) {
            renumber(token, "id", anew);
        }
        renumber(cut.path("padding"), "pad_id", anew);
        around(cut.path("post_processor"), anew);
        return JSON.writeValueAsString(cut);
    }

    private void model(ObjectNode model, List<Integer> kept, Map<Integer, Integer> anew) {
        if (model.path("vocab").isArray()) {
            JsonNode scored = model.path("vocab");
            ArrayNode left = model.arrayNode();
            kept.stream().filter(id -> id < scored.size()).forEach(id -> left.add(scored.get(id)));
            model.set("vocab", left);
            renumber(model, "unk_id", anew);
        } else {
            ObjectNode left = model.objectNode();
            kept.stream()
                    .map(tokenizer::piece)
                    .filter(model.path("vocab")::has)
                    .forEach(piece -> left.put(piece, anew.get(ids.get(piece))));
            model.set("vocab", left);
        }
        if (model.has("merges")) {
            ArrayNode left = model.arrayNode();
            merges.stream()
                    .filter(merge -> List.of(merge.left(), merge.right(), merge.whole()).stream()
                            .allMatch(piece -> Optional.ofNullable(ids.get(piece))
                                    .filter(anew::containsKey)
                                    .isPresent()))
                    .forEach(merge -> left.add(merge.text()));
            model.set("merges", left);
        }
    }

    private static void renumber(JsonNode node, String member, Map<Integer, Integer> anew) {
        if (node instanceof ObjectNode block && block.path(member).isInt()) {
            block.put(member, anew.getOrDefault(block.path(member).asInt(), 0));
        }
    }

    /// The ids of the pieces around a text: `"cls": ["<s>", 0]`, or `"ids": [0]` in a template.
    private static void around(JsonNode node, Map<Integer, Integer> anew) {
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isInt()) {
                    list.set(i, list.numberNode(anew.getOrDefault(list.get(i).asInt(), 0)));
                } else {
                    around(list.get(i), anew);
                }
            }
        } else {
            node.forEach(child -> around(child, anew));
        }
    }
}
