// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.bundle.GoldenPrompts.GoldenPrompt;
import io.edgewise.inference.bundle.GoldenPrompts.Next;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes `bundle.json` and `golden.json` of a bundle that writes texts, so that their readers read the same
/// again.
public final class GeneratorJson {
    private GeneratorJson() {}

    /// The content of `bundle.json`.
    public static String write(GeneratorDescriptor bundle) {
        ObjectNode json = BundleJson.JSON.createObjectNode();
        json.put("format", BundleDescriptorReader.FORMAT);
        json.put("name", bundle.name());
        json.put("version", bundle.version());
        json.put("task", GeneratorDescriptor.TASK);
        json.put("description", bundle.description());
        bundle.languages().forEach(json.putArray("languages")::add);
        json.put("licence", bundle.licence());
        json.put("source", bundle.source());
        BundleJson.files(json.putObject("files"), bundle.files());
        json.putObject("model")
                .put("file", bundle.model().file())
                .put("vocabulary-size", bundle.model().vocabularySize())
                .put("context", bundle.model().context())
                .put("heads", bundle.model().heads())
                .put("window", bundle.model().window());
        BundleJson.tokenizer(json.putObject("tokenizer"), bundle.tokenizer());
        ObjectNode chat = json.putObject("chat");
        chat.put("begin", bundle.chat().begin());
        turn(chat.putObject("system"), bundle.chat().system());
        turn(chat.putObject("user"), bundle.chat().user());
        turn(chat.putObject("assistant"), bundle.chat().assistant());
        chat.put("system-in-user", bundle.chat().systemInUser());
        bundle.stop().forEach(json.putArray("stop")::add);
        json.putObject("golden")
                .put("file", bundle.golden().file())
                .put("divergence", bundle.golden().divergence());
        return BundleJson.JSON.writeValueAsString(json) + "\n";
    }

    private static void turn(ObjectNode json, Turn turn) {
        json.put("prefix", turn.prefix()).put("suffix", turn.suffix()).put("trimmed", turn.trimmed());
    }

    /// The content of `golden.json`.
    ///
    /// @param note for people
    public static String write(GoldenPrompts golden, String note) {
        ObjectNode json = BundleJson.JSON.createObjectNode();
        json.put("note", note);
        ArrayNode prompts = json.putArray("prompts");
        for (GoldenPrompt prompt : golden.prompts()) {
            ObjectNode one = prompts.addObject();
            one.put("ids", BundleJson.words(prompt.ids()));
            ArrayNode next = one.putArray("next");
            for (Next behind : prompt.next()) {
                next.addObject()
                        .put("behind", behind.behind())
                        .put("ids", BundleJson.words(behind.ids()))
                        .put("log-probabilities", BundleJson.words(behind.logProbabilities()));
            }
        }
        return BundleJson.JSON.writeValueAsString(json) + "\n";
    }
}
