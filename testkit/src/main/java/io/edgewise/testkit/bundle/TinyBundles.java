// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.bundle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Complete bundles of tiny models with random weights: what they say means nothing and is the same every time.
///
/// ```java
/// Path bundle = TinyBundles.moderation().writeTo(temporaryFolder.resolve("moderation"));
/// Path broken = TinyBundles.extraction().flawed(Flaw.CHANGED_BYTE).writeTo(temporaryFolder.resolve("broken"));
/// ```
///
/// Windows have 32 tokens with 8 in common, a pass 64 tokens, the models 64 positions.
public final class TinyBundles {
    /// Their labels of unwanted text. `threat` has no thresholds and never decides.
    public static final List<String> MODERATION_LABELS =
            List.of("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate", "spam");

    private TinyBundles() {}

    /// A bundle `moderation@1.2.3` with one head of 7 labels.
    public static BundleDraft moderation() {
        Map<String, Object> head = object("kind", "labels", "name", "moderation", "labels", MODERATION_LABELS);
        head.put("calibration", object("spam", object("scale", 0.5, "offset", -0.25)));
        Map<String, Object> thresholds = new LinkedHashMap<>();
        thresholds.put("toxic", object("review", 0.5, "block", 0.8));
        thresholds.put("severe_toxic", object("review", 0.6));
        thresholds.put("insult", object("block", 0.9));
        thresholds.put("spam", object("review", 0.4, "block", 0.7));
        head.put("thresholds", thresholds);
        return draft("moderation", List.of(head))
                .file("model.tflite", TinyFile.MODERATION_INT8.bytes())
                .file("golden.json", TinyFile.MODERATION_GOLDEN.bytes());
    }

    /// A bundle `extraction@1.2.3` with an intent and two heads of spans, of the groups `device` and `maintenance`.
    public static BundleDraft extraction() {
        Map<String, Object> intent = object("kind", "choice", "name", "intent", "group", "device");
        intent.put("labels", List.of("light_on", "light_off", "none"));
        Map<String, Object> device = object("kind", "spans", "name", "device", "group", "device");
        device.put("labels", List.of("O", "B-place", "I-place", "B-time", "I-time"));
        Map<String, Object> maintenance = object("kind", "spans", "name", "industrial_maintie", "group", "maintenance");
        maintenance.put(
                "labels",
                List.of(
                        "O",
                        "B-PhysicalObject",
                        "I-PhysicalObject",
                        "B-Activity",
                        "I-Activity",
                        "B-State",
                        "I-State",
                        "B-Process",
                        "I-Process",
                        "B-Property",
                        "I-Property"));
        maintenance.put("types", object("PhysicalObject", "EQUIPMENT", "Activity", "ACTIVITY"));
        return draft("extraction", List.of(intent, device, maintenance))
                .file("model.tflite", TinyFile.EXTRACTION_INT8.bytes())
                .file("golden.json", TinyFile.EXTRACTION_GOLDEN.bytes());
    }

    /// The bundle of [#extraction] with the BPE tokenizer [TinyFile#BPE].
    public static BundleDraft extractionByBytePairs() {
        return extraction("bpe", TinyFile.BPE, TinyFile.EXTRACTION_BPE_GOLDEN);
    }

    /// The bundle of [#extraction] with the Unigram tokenizer [TinyFile#UNIGRAM].
    public static BundleDraft extractionByUnigram() {
        return extraction("unigram", TinyFile.UNIGRAM, TinyFile.EXTRACTION_UNIGRAM_GOLDEN);
    }

    private static BundleDraft extraction(String tokenizer, TinyFile json, TinyFile golden) {
        return extraction()
                .without("vocab.txt")
                .file("tokenizer.json", json.bytes())
                .file("golden.json", golden.bytes())
                .describing("tokenizer", entry -> entry.putAll(object("type", tokenizer, "file", "tokenizer.json")));
    }

    private static BundleDraft draft(String task, List<Map<String, Object>> heads) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", 1);
        json.put("name", task);
        json.put("version", "1.2.3");
        json.put("task", task);
        json.put("description", "Random weights for tests.");
        json.put("languages", List.of("en"));
        json.put("licence", "Apache-2.0");
        json.put("source", "the project's own generator; no training data");
        Map<String, Object> model = object("file", "model.tflite", "signature", "packed");
        model.putAll(object("vocabulary-size", 120, "max-positions", 64, "hidden-size", 32, "pack-tokens", 64));
        json.put("model", model);
        json.put("tokenizer", object("type", "wordpiece", "file", "vocab.txt"));
        json.put("window", object("tokens", 32, "overlap", 8));
        json.put("golden", object("file", "golden.json", "logit-tolerance", 0.25, "label-agreement", 0.9));
        json.put("heads", heads);
        return new BundleDraft(json)
                .file("vocab.txt", TinyFile.VOCABULARY.bytes())
                .file("MODEL_CARD.md", "# Random weights, for tests only\n");
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            result.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return result;
    }
}
