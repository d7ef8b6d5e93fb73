// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.BundleDescriptor.FileEntry;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.bundle.GoldenTests.Golden;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.tokenizer.TokenizerFormat;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes `bundle.json` and `golden.json` so that their readers read the same again.
public final class BundleJson {
    static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private BundleJson() {}

    /// The content of `bundle.json`.
    public static String write(BundleDescriptor bundle) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", BundleDescriptorReader.FORMAT);
        json.put("name", bundle.name());
        json.put("version", bundle.version());
        json.put("task", Choice.name(bundle.task()));
        json.put("description", bundle.description());
        bundle.languages().forEach(json.putArray("languages")::add);
        json.put("licence", bundle.licence());
        json.put("source", bundle.source());
        files(json.putObject("files"), bundle.files());
        model(json.putObject("model"), bundle.model());
        tokenizer(json.putObject("tokenizer"), bundle.tokenizer());
        json.putObject("window")
                .put("tokens", bundle.window().tokens())
                .put("overlap", bundle.window().overlap());
        ArrayNode heads = json.putArray("heads");
        bundle.heads().forEach(head -> head(heads.addObject(), head));
        json.putObject("golden")
                .put("file", bundle.golden().file())
                .put("logit-tolerance", bundle.golden().logitTolerance())
                .put("label-agreement", bundle.golden().labelAgreement());
        if (!bundle.foldings().isEmpty()) {
            ArrayNode foldings = json.putArray("foldings");
            bundle.foldings().forEach(folding -> foldings.add(Choice.name(folding)));
        }
        return JSON.writeValueAsString(json) + "\n";
    }

    static void files(ObjectNode json, Map<String, FileEntry> files) {
        files.forEach(
                (name, file) -> json.putObject(name).put("bytes", file.bytes()).put("sha256", file.sha256()));
    }

    private static void model(ObjectNode json, ModelEntry model) {
        json.put("file", model.file());
        model.signature().ifPresent(key -> json.put("signature", key));
        json.put("vocabulary-size", model.vocabularySize());
        switch (model) {
            case ModelEntry.Packed packed -> {
                json.put("max-positions", packed.maxPositions());
                json.put("hidden-size", packed.hiddenSize());
                json.put("pack-tokens", packed.packTokens());
                json.put("pooling", Choice.name(packed.pooling()));
            }
            case ModelEntry.Sequence sequence -> {
                json.put("form", "sequence");
                json.put("length", sequence.maxTokens());
                ObjectNode inputs = json.putObject("inputs");
                sequence.inputs().forEach((role, tensor) -> inputs.put(Choice.name(role), tensor));
                json.putObject("padding")
                        .put("id", sequence.padding().id())
                        .put("side", Choice.name(sequence.padding().side()));
            }
        }
    }

    static void tokenizer(ObjectNode json, TokenizerEntry tokenizer) {
        json.put("type", Choice.name(tokenizer.kind()));
        json.put("file", tokenizer.file());
        switch (tokenizer.kind()) {
            case REGEX -> {
                json.put("delimiter", tokenizer.delimiter());
                json.put("lowercase", tokenizer.options().lowercase());
            }
            case WORDPIECE -> wordPiece(json, tokenizer);
            case BPE, UNIGRAM -> {}
        }
    }

    private static void wordPiece(ObjectNode json, TokenizerEntry tokenizer) {
        if (TokenizerFormat.of(tokenizer.file()) == TokenizerFormat.TEXT) {
            json.put("lowercase", tokenizer.options().lowercase());
            json.put("strip-accents", tokenizer.options().stripAccents());
            json.put("split-cjk", tokenizer.options().splitCjk());
            json.put("unknown", tokenizer.options().unknown());
            json.put("classify", tokenizer.options().classify());
            json.put("separate", tokenizer.options().separate());
            json.put("continuation", tokenizer.options().continuation());
            json.put("max-word-chars", tokenizer.options().maxWordChars());
        }
    }

    private static void head(ObjectNode json, Head head) {
        json.put("kind", head.kind());
        json.put("name", head.name());
        json.put("tensor", head.output().tensor());
        json.put("activation", Choice.name(head.output().activation()));
        if (!head.labels().isEmpty()) {
            head.labels().forEach(json.putArray("labels")::add);
        }
        switch (head) {
            case Head.Labels labels -> {
                labels.minScore().ifPresent(score -> json.put("min-score", score));
                labels(json, labels);
            }
            case Head.Choice choice -> {
                choice.minScore().ifPresent(score -> json.put("min-score", score));
                if (!choice.group().isEmpty()) {
                    json.put("group", choice.group());
                }
            }
            case Head.Spans spans -> {
                json.put("group", spans.group());
                spans.types().forEach(json.putObject("types")::put);
            }
            case Head.Vector vector -> json.put("width", vector.width());
        }
    }

    private static void labels(ObjectNode json, Head.Labels labels) {
        ObjectNode calibration = json.putObject("calibration");
        labels.calibration()
                .forEach((label, c) ->
                        calibration.putObject(label).put("scale", c.scale()).put("offset", c.offset()));
        ObjectNode thresholds = json.putObject("thresholds");
        labels.thresholds()
                .forEach((label, t) ->
                        thresholds.putObject(label).put("review", t.review()).put("block", t.block()));
    }

    /// The content of `golden.json`.
    ///
    /// @param note for people
    public static String write(GoldenTests tests, String note) {
        ObjectNode json = JSON.createObjectNode();
        json.put("note", note);
        ArrayNode texts = json.putArray("texts");
        for (Golden golden : tests.texts()) {
            ObjectNode text = texts.addObject();
            text.put("text", golden.text());
            text.put("ids", words(golden.ids()));
            words(text, "logits", golden.logits());
            words(text, "labels", golden.bestLabels());
        }
        return JSON.writeValueAsString(json) + "\n";
    }

    private static void words(ObjectNode json, String key, Map<String, ? extends Collection<?>> numbers) {
        if (!numbers.isEmpty()) {
            ObjectNode object = json.putObject(key);
            new TreeMap<>(numbers).forEach((name, values) -> object.put(name, words(values)));
        }
    }

    static String words(Collection<?> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
