// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.ChatTemplate.Turn;
import io.edgewise.inference.bundle.GeneratorDescriptor.DecoderEntry;
import io.edgewise.inference.bundle.GeneratorDescriptor.GoldenEntry;
import io.edgewise.inference.document.SchemaSection;
import io.edgewise.inference.document.Section;
import java.util.Map;

/// Reads the `bundle.json` of a bundle that writes texts, and describes it as a JSON Schema.
public final class GeneratorDescriptorReader {
    private GeneratorDescriptorReader() {}

    /// The JSON Schema of such a `bundle.json`.
    public static Map<String, Object> schema() {
        return SchemaSection.describe(
                "Edgewise bundle descriptor of a generator, format " + BundleDescriptorReader.FORMAT,
                GeneratorDescriptorReader::read);
    }

    static GeneratorDescriptor read(Section s) {
        BundleDescriptorReader.checkFormat(s);
        s.required("task", GeneratorDescriptor.TASK, GeneratorDescriptorReader::task, "generation");
        GeneratorDescriptor descriptor = new GeneratorDescriptor(
                s.required(
                        "name",
                        "smollm2",
                        t -> BundleDescriptorReader.matching(t, BundleDescriptor.NAME),
                        "short name: a-z, 0-9, dot and hyphen"),
                s.required(
                        "version",
                        "1.0.0",
                        t -> BundleDescriptorReader.matching(t, BundleDescriptorReader.VERSION),
                        "semantic version"),
                s.optional("description", "", t -> t, "one sentence for people"),
                s.list("languages", "en", t -> t, "ISO 639 codes of the languages that were trained"),
                s.text("licence", "Apache-2.0", "SPDX licence expression of the weights"),
                s.optional("source", "", t -> t, "where the weights come from"),
                s.named("files", BundleDescriptorReader::file, "every file of the bundle, by name"),
                s.section("model", GeneratorDescriptorReader::model, "the graph"),
                s.section("tokenizer", BundleDescriptorReader::tokenizer, "how text becomes token ids"),
                s.section("chat", GeneratorDescriptorReader::chat, "how the turns of a conversation are marked"),
                s.list("stop", "<|im_end|>", t -> t, "control pieces that end an answer"),
                s.section("golden", GeneratorDescriptorReader::golden, "the golden prompts"));
        check(s, descriptor);
        return descriptor;
    }

    private static String task(String text) {
        if (!text.equals(GeneratorDescriptor.TASK)) {
            throw new IllegalArgumentException("expected generation, got \"" + text + "\"");
        }
        return text;
    }

    private static DecoderEntry model(Section s) {
        return new DecoderEntry(
                s.text("file", "model.tflite", "the graph's file"),
                s.integer("vocabulary-size", 32_000, 1, 300_000, "rows of the word table"),
                s.integer("context", 2048, 16, 1 << 20, "most tokens of a text with its answer"),
                s.integer("heads", 9, 1, 65_536, "query heads of a layer"),
                s.integer("window", 0, 0, 1 << 20, "tokens that layers with a sliding window look back; 0: none do"));
    }

    private static ChatTemplate chat(Section s) {
        return new ChatTemplate(
                s.optional("begin", "", t -> t, "before everything; names of control pieces mean them"),
                s.section("system", GeneratorDescriptorReader::turn, "what the operator says"),
                s.section("user", GeneratorDescriptorReader::turn, "what is asked"),
                s.section("assistant", GeneratorDescriptorReader::turn, "what is answered"),
                s.flag("system-in-user", false, "the operator speaks inside the next user turn, behind its prefix"));
    }

    private static Turn turn(Section s) {
        return new Turn(
                s.optional("prefix", "", t -> t, "before it"),
                s.optional("suffix", "", t -> t, "after it"),
                s.flag("trimmed", false, "what is said loses the white space at both its ends"));
    }

    private static GoldenEntry golden(Section s) {
        return new GoldenEntry(
                s.text("file", "golden.json", "prompts with what the weights say of them in float32"),
                s.number("divergence", 0.25, 0, 100, "largest mean Kullback-Leibler divergence, in nats"));
    }

    private static void check(Section s, GeneratorDescriptor d) {
        BundleDescriptorReader.requireListed(
                s, d.files(), d.model().file(), d.tokenizer().file(), d.golden().file());
        if (d.stop().isEmpty()) {
            s.problem("stop", "is missing: the control pieces that end an answer; without one, none would end");
        }
    }
}
