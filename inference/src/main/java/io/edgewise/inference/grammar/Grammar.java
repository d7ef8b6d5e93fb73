// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.JsonDocument;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// What a generated text may be, as an automaton over its bytes in UTF-8. Immutable; made once, used with any
/// vocabulary through [TokenMasks].
public final class Grammar {
    private static final int MOST_OPTIONS = 100_000;
    private static final int MOST_SCHEMA_BYTES = 1 << 20;

    private final Term root;
    private final boolean needsSource;

    private Grammar(Term root) {
        this.root = root;
        Binding binding = new Binding(null, ByteSet.NONE);
        binding.bind(root);
        this.needsSource = binding.hasSlots();
    }

    /// JSON without white space that is valid for a JSON Schema (2020-12). There are:
    ///
    /// - `object`: `properties`, written in the order in which they are declared; `required`;
    ///   `additionalProperties`, which must be false and is when left out; at most 200 properties,
    ///   and 500 of all objects together
    /// - `array`: `items`; `minItems`, `maxItems` (16 when left out, at most 1,000)
    /// - `string`: `minLength`, `maxLength` in code points (256 when left out, at most 4,096); `pattern`, in
    ///   the expressions of [#ofRegex], looked for anywhere in the string unless `^` and `$` tie it to its
    ///   ends; or `from-source: true`: a piece of the message's text from the beginning of a word to the end
    ///   of one
    /// - `integer`, `number`: `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`; at most 15 digits,
    ///   no exponent, no `-0`; a number without limits has up to 9 digits before the point and 6 after it
    /// - `boolean`, `null`, and lists of types
    /// - `enum` and `const` with any values, `anyOf`, `$ref` within the schema; no recursion, no more than 64
    ///   levels
    ///
    /// A string has an escape only where it must. Annotations (`title`, `default`, …) may stand anywhere.
    /// Everything else is refused.
    ///
    /// @throws GrammarException with all that is not supported or can't be fulfilled, or when it is not JSON
    public static Grammar ofJsonSchema(String schema) {
        DocumentNode node;
        try {
            node = JsonDocument.parse(schema);
        } catch (IllegalArgumentException e) {
            throw new GrammarException("the schema is not JSON: " + e.getMessage());
        }
        return new Grammar(SchemaReader.read(node));
    }

    /// The same of a file of at most 1 MiB.
    ///
    /// @throws IllegalArgumentException when it can't be read, or is not JSON
    public static Grammar ofJsonSchema(Path schema) {
        DocumentNode node;
        try {
            node = JsonDocument.read(schema, MOST_SCHEMA_BYTES);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(schema + " can't be read: " + e.getMessage(), e);
        }
        return new Grammar(SchemaReader.read(node));
    }

    /// Texts that match a regular expression as a whole: characters, `.`, `[a-z_]`, `[^"]`, `\d \D \w \W \s
    /// \S`, `\t \n \r \f`, `\` before punctuation or before `u` and four hexadecimal digits, `( )`, `(?: )`,
    /// `|`, `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`. Letters of `\w` and digits of `\d` are those of ASCII; `.`
    /// is no end of a line.
    ///
    /// @throws GrammarException when it has something else, is too large, or matches nothing but the empty
    /// text
    public static Grammar ofRegex(String expression) {
        Dfa texts;
        try {
            texts = RegexDfa.of(RegexParser.whole(expression), Spelling.PLAIN);
        } catch (IllegalArgumentException e) {
            throw new GrammarException("the regular expression \"" + expression + "\": " + e.getMessage());
        }
        if (!texts.isOpen(texts.start())) {
            throw new GrammarException("the regular expression \"" + expression + "\" matches the empty text alone");
        }
        return new Grammar(texts);
    }

    /// One of some texts, as it stands.
    ///
    /// @throws GrammarException when there are none or too many, or one is empty, too long or has half of a
    /// character
    public static Grammar ofOptions(Collection<String> options) {
        if (options.isEmpty() || options.size() > MOST_OPTIONS) {
            throw new GrammarException("expected 1 to " + MOST_OPTIONS + " options, got " + options.size());
        }
        List<byte[]> texts = options.stream().map(Grammar::option).toList();
        return new Grammar(new Options(texts));
    }

    private static byte[] option(String option) {
        byte[] bytes = option.getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > SortedBytes.LONGEST) {
            throw new GrammarException(
                    "an option has 1 to " + SortedBytes.LONGEST + " bytes, this one has " + bytes.length);
        }
        if (CodePoints.hasHalves(option)) {
            throw new GrammarException("the option \"" + option + "\" has half of a character (a surrogate)");
        }
        return bytes;
    }

    /// Whether texts may have pieces of the message in them.
    public boolean needsSource() {
        return needsSource;
    }

    Term root() {
        return root;
    }
}
