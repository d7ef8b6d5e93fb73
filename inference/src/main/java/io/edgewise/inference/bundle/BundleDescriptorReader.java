// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.bundle.BundleDescriptor.FileEntry;
import io.edgewise.inference.bundle.BundleDescriptor.GoldenEntry;
import io.edgewise.inference.bundle.BundleDescriptor.TokenizerEntry;
import io.edgewise.inference.bundle.BundleDescriptor.WindowEntry;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Nearest;
import io.edgewise.inference.document.SchemaSection;
import io.edgewise.inference.document.Section;
import io.edgewise.inference.text.Folding;
import io.edgewise.inference.tokenizer.TokenizerFormat;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads `bundle.json`, and describes it as a JSON Schema.
public final class BundleDescriptorReader {
    static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    static final int FORMAT = 1;

    private BundleDescriptorReader() {}

    /// The JSON Schema of `bundle.json`.
    public static Map<String, Object> schema() {
        return SchemaSection.describe("Edgewise bundle descriptor, format " + FORMAT, BundleDescriptorReader::read);
    }

    static void checkFormat(Section s) {
        int format = s.integer("format", FORMAT, 1, Integer.MAX_VALUE, "version of this file's format");
        if (format > FORMAT) {
            s.problem(
                    "format",
                    "this Edgewise reads format " + FORMAT + ", the bundle has " + format
                            + ": install a newer Edgewise");
        }
    }

    static BundleDescriptor read(Section s) {
        checkFormat(s);
        BundleDescriptor descriptor = new BundleDescriptor(
                s.required(
                        "name",
                        "moderation",
                        t -> matching(t, BundleDescriptor.NAME),
                        "short name: a-z, 0-9, dot and hyphen"),
                s.required("version", "1.0.0", t -> matching(t, VERSION), "semantic version"),
                s.choice("task", TaskKind.MODERATION, TaskKind.class, "what the model is for"),
                s.optional("description", "", t -> t, "one sentence for people"),
                s.list("languages", "en", t -> t, "ISO 639 codes of the languages that were trained and measured"),
                s.text("licence", "Apache-2.0", "SPDX licence expression of the weights"),
                s.optional("source", "", t -> t, "where the weights come from"),
                s.named("files", BundleDescriptorReader::file, "every file of the bundle, by name"),
                s.section("model", ModelEntryReader::read, "the graph"),
                s.section("tokenizer", BundleDescriptorReader::tokenizer, "how text becomes token ids"),
                s.section("window", BundleDescriptorReader::window, "how long texts are cut"),
                s.sections("heads", HeadReader::read, "the outputs that are used"),
                s.section("golden", BundleDescriptorReader::golden, "the golden tests"),
                foldings(s));
        requireListed(
                s,
                descriptor.files(),
                descriptor.model().file(),
                descriptor.tokenizer().file(),
                descriptor.golden().file());
        checkHeads(s, descriptor);
        checkWindow(s, descriptor);
        checkFoldings(s, descriptor);
        return descriptor;
    }

    private static Set<Folding> foldings(Section s) {
        return s
                .list(
                        "foldings",
                        Choice.name(Folding.INVISIBLE),
                        t -> Choice.parse(t, Folding.class),
                        "disguises that texts are freed from, to be read once more without them; moderation, and"
                                + " classification with labels" + Choice.list(Folding.class))
                .stream()
                .collect(Collectors.toSet());
    }

    static FileEntry file(Section s) {
        return new FileEntry(
                s.integer("bytes", 0, 0, Integer.MAX_VALUE, "size"),
                s.required("sha256", "0".repeat(64), t -> matching(t, SHA256), "digest, 64 hexadecimal digits"));
    }

    static TokenizerEntry tokenizer(Section s) {
        TokenizerKind kind = s.choice("type", TokenizerKind.WORDPIECE, TokenizerKind.class, "the algorithm");
        String file = s.text("file", "vocab.txt", "vocab.txt, tokenizer.json, vocab.json or a SentencePiece .model");
        String delimiter = s.optional("delimiter", "[^\\w\\']+", t -> t, "regex: the expression between two words");
        try {
            WordPieceOptions options = options(s, WordPieceOptions.uncased());
            if (!options.equals(WordPieceOptions.uncased()) && TokenizerFormat.of(file) != TokenizerFormat.TEXT) {
                s.problem("", "options from lowercase to max-word-chars are for a vocab.txt; " + file + " has its own");
            }
            return new TokenizerEntry(kind, file, options, delimiter);
        } catch (IllegalArgumentException e) {
            s.problem("", String.valueOf(e.getMessage()));
            return new TokenizerEntry(kind, file, WordPieceOptions.uncased(), delimiter);
        }
    }

    private static WordPieceOptions options(Section s, WordPieceOptions bert) {
        return new WordPieceOptions(
                s.flag("lowercase", true, "lower-case the text first; wordpiece and regex"),
                s.flag("strip-accents", true, "drop combining marks after decomposition"),
                s.flag("split-cjk", true, "make every CJK ideograph a word"),
                s.optional("unknown", bert.unknown(), t -> t, "the piece for words that are not in the vocabulary"),
                s.optional("classify", bert.classify(), t -> t, "the piece before a text"),
                s.optional("separate", bert.separate(), t -> t, "the piece after a text"),
                s.optional("continuation", bert.continuation(), t -> t, "the mark of pieces inside a word"),
                s.integer(
                        "max-word-chars",
                        bert.maxWordChars(),
                        1,
                        WordPieceOptions.MAX_WORD_CHARS,
                        "longer words are unknown"));
    }

    private static WindowEntry window(Section s) {
        return new WindowEntry(
                s.integer("tokens", 256, 8, 65_536, "most tokens of one window"),
                s.integer("overlap", 64, 0, 32_768, "tokens that neighbouring windows share"));
    }

    private static GoldenEntry golden(Section s) {
        return new GoldenEntry(
                s.text("file", "golden.json", "texts with what the model must say of them"),
                s.number(
                        "logit-tolerance",
                        0.25,
                        0,
                        10,
                        "largest difference of a sequence head's logit; of a probability that the graph exports a quarter of it"),
                s.number("label-agreement", 0.97, 0, 1, "least share of tokens with the stored label"));
    }

    /// A file that is used and not listed would not be checked against its digest.
    static void requireListed(Section s, Map<String, FileEntry> files, String... used) {
        for (String file : used) {
            if (!files.containsKey(file)) {
                s.problem("files", "\"" + file + "\" is used but not listed: " + Nearest.hint(file, files.keySet()));
            }
        }
    }

    private static void checkHeads(Section s, BundleDescriptor d) {
        String lacking = lacking(d);
        if (!lacking.isEmpty()) {
            s.problem("heads", "the task " + d.task().name().toLowerCase(Locale.ROOT) + " needs " + lacking);
        }
        for (int i = 0; i < d.heads().size(); i++) {
            if (d.task() == TaskKind.EXTRACTION
                    && d.heads().get(i) instanceof Head.Choice choice
                    && choice.group().isEmpty()) {
                s.problem("heads[" + i + "].group", "is missing: the extraction group of what this head finds");
            }
        }
        if (d.heads().stream().map(Head::name).distinct().count() != d.heads().size()) {
            s.problem("heads", "two heads have the same name");
        }
    }

    private static String lacking(BundleDescriptor d) {
        List<Head> heads = d.heads();
        return switch (d.task()) {
            case MODERATION ->
                heads.stream().filter(Head.Labels.class::isInstance).count() == 1
                        ? ""
                        : "exactly one head of kind labels";
            case EXTRACTION -> heads.stream().anyMatch(Head.Spans.class::isInstance) ? "" : "a head of kind spans";
            case CLASSIFICATION -> {
                List<Head> ofLabels = heads.stream()
                        .filter(head -> !(head instanceof Head.Vector))
                        .toList();
                yield ofLabels.size() == 1
                                && (ofLabels.getFirst() instanceof Head.Labels
                                        || ofLabels.getFirst() instanceof Head.Choice)
                        ? ""
                        : "one head, of kind choice or labels, beside any of kind vector";
            }
            case EMBEDDING ->
                heads.size() == 1 && heads.getFirst() instanceof Head.Vector ? "" : "one head, of kind vector";
        };
    }

    private static void checkWindow(Section s, BundleDescriptor d) {
        int tokens = d.window().tokens();
        if (tokens > d.model().maxTokens()) {
            s.problem(
                    "window",
                    "tokens is " + tokens + ", the model takes at most "
                            + d.model().maxTokens());
        }
        if (d.window().overlap() > (tokens - 2) / 2) {
            s.problem(
                    "window",
                    "overlap is " + d.window().overlap() + ", at most half a window, " + (tokens - 2) / 2
                            + ", makes sense");
        }
    }

    /// A text that is read twice has the higher score of each label; of nothing else is there a higher one.
    private static void checkFoldings(Section s, BundleDescriptor d) {
        if (!d.foldings().isEmpty() && d.heads().stream().noneMatch(Head.Labels.class::isInstance)) {
            s.problem(
                    "foldings",
                    "a text and what it folds to are read into the higher score of each label, so this is for a"
                            + " head of kind labels, and the bundle has none: leave the key out");
        }
    }

    static String matching(String text, Pattern pattern) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("expected " + pattern.pattern() + ", got \"" + text + "\"");
        }
        return text;
    }
}
