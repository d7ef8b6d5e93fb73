// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.bundle;

import io.edgewise.inference.text.Folding;
import io.edgewise.inference.tokenizer.TokenizerKind;
import io.edgewise.inference.tokenizer.WordPieceOptions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The content of `bundle.json`. Immutable; the schema is `docs/schemas/bundle.schema.json`.
///
/// @param name short name, as configuration and results use it
/// @param version semantic version of the weights and everything beside them
/// @param task what the model is for
/// @param description one sentence for people
/// @param languages ISO 639 codes of the languages that were trained and measured
/// @param licence SPDX expression
/// @param source where the weights come from
/// @param files every file of the bundle but `bundle.json` and its signature, by name
/// @param heads the outputs that are used
/// @param foldings disguises that texts are freed from, to be read once more without them
public record BundleDescriptor(
        String name,
        String version,
        TaskKind task,
        String description,
        List<String> languages,
        String licence,
        String source,
        Map<String, FileEntry> files,
        ModelEntry model,
        TokenizerEntry tokenizer,
        WindowEntry window,
        List<Head> heads,
        GoldenEntry golden,
        Set<Folding> foldings) {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

    public BundleDescriptor {
        languages = List.copyOf(languages);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        heads = List.copyOf(heads);
        EnumSet<Folding> ordered = EnumSet.noneOf(Folding.class);
        ordered.addAll(foldings);
        foldings = Collections.unmodifiableSet(ordered);
    }

    /// A bundle that reads texts only as they are.
    public BundleDescriptor(
            String name,
            String version,
            TaskKind task,
            String description,
            List<String> languages,
            String licence,
            String source,
            Map<String, FileEntry> files,
            ModelEntry model,
            TokenizerEntry tokenizer,
            WindowEntry window,
            List<Head> heads,
            GoldenEntry golden) {
        this(
                name,
                version,
                task,
                description,
                languages,
                licence,
                source,
                files,
                model,
                tokenizer,
                window,
                heads,
                golden,
                Set.of());
    }

    /// The same with other heads.
    BundleDescriptor withHeads(List<Head> others) {
        return new BundleDescriptor(
                name,
                version,
                task,
                description,
                languages,
                licence,
                source,
                files,
                model,
                tokenizer,
                window,
                others,
                golden,
                foldings);
    }

    /// Whether a text can be a bundle's name.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// As `moderation@1.0.0`, the form in results.
    public String id() {
        return name + "@" + version;
    }

    /// The same with the files beside it and its golden tests.
    public BundleDescriptor with(Map<String, FileEntry> present, GoldenEntry tests) {
        return new BundleDescriptor(
                name,
                version,
                task,
                description,
                languages,
                licence,
                source,
                present,
                model,
                tokenizer,
                window,
                heads,
                tests,
                foldings);
    }

    /// A file as it was when the bundle was made.
    public record FileEntry(long bytes, String sha256) {}

    /// How text becomes ids.
    ///
    /// @param options for WordPiece from a `vocab.txt`, and of them for the regex tokenizer whether to lower the
    /// case
    /// @param delimiter for the regex tokenizer alone: what stands between words
    public record TokenizerEntry(TokenizerKind kind, String file, WordPieceOptions options, String delimiter) {}

    /// How long texts are cut.
    ///
    /// @param tokens most tokens of one window, special ones included
    /// @param overlap tokens that neighbouring windows share
    public record WindowEntry(int tokens, int overlap) {}

    /// The golden tests.
    ///
    /// @param logitTolerance largest difference of a sequence head's logit; a quarter of it where the graph exports
    /// probabilities, which are compared then
    /// @param labelAgreement least share of tokens whose best label is the stored one
    public record GoldenEntry(String file, double logitTolerance, double labelAgreement) {}
}
