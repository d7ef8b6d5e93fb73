// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// A block of keys, as a reader sees it. A reader asks once for each key that it knows; what it doesn't ask
/// for is an unknown key.
///
/// A value that can't be used becomes a [Problem] and the fallback or example stands in, so that reading goes
/// on and finds the next problem; whoever started the reading must not use the result when there were problems.
/// Confined to the thread that reads.
public interface Section {
    /// A key that must be there.
    ///
    /// @param example a value that `parser` accepts
    /// @param parser throws [IllegalArgumentException] with a sentence that says what was expected and what was got
    <T> T required(String key, String example, Function<String, T> parser, String description);

    /// A key that may be left out.
    ///
    /// @param fallback as text that `parser` accepts
    <T> T optional(String key, String fallback, Function<String, T> parser, String description);

    /// A key that may be left out and has no fallback.
    ///
    /// @param example a value that `parser` accepts
    <T> Optional<T> maybe(String key, String example, Function<String, T> parser, String description);

    /// A whole number in a range, both ends included. Keys with a fallback may be left out.
    int integer(String key, int fallback, int least, int most, String description);

    /// A number in a range, both ends included.
    double number(String key, double fallback, double least, double most, String description);

    /// A number in a range, both ends included, that may be left out and has no fallback.
    ///
    /// @param example a value in the range
    OptionalDouble maybeNumber(String key, double example, double least, double most, String description);

    /// True or false.
    boolean flag(String key, boolean fallback, String description);

    /// A list of texts; empty when left out. A single text counts as a list of one.
    <T> List<T> list(String key, String example, Function<String, T> parser, String description);

    /// A block inside this one. When it is left out, `reader` sees an empty block and every key takes its fallback.
    <T> T section(String key, Function<Section, T> reader, String description);

    /// A block inside this one that may be left out as a whole, whatever it must have in it.
    <T> Optional<T> maybeSection(String key, Function<Section, T> reader, String description);

    /// A list of blocks; empty when left out.
    <T> List<T> sections(String key, Function<Section, T> reader, String description);

    /// Blocks by name, in the document's order; empty when left out.
    <T> Map<String, T> named(String key, Function<Section, T> reader, String description);

    /// Texts by name, in the document's order; empty when left out.
    <T> Map<String, T> pairs(String key, String example, Function<String, T> parser, String description);

    /// Lists of texts by name, in the document's order, or a text that stands for them, such as the name of
    /// a file; empty when left out.
    ///
    /// @param named turns such a text into lists; throws [IllegalArgumentException] with a sentence
    <T> Map<String, List<T>> lists(
            String key,
            String example,
            Function<String, T> parser,
            Function<String, Map<String, List<T>>> named,
            String description);

    /// Notes a problem with the value of a key, or with the block as a whole when the key is empty.
    void problem(String key, String message);

    /// Where this block stands, as `routes[2]`; empty for the document itself.
    String path();

    /// A text that must be there.
    default String text(String key, String example, String description) {
        return required(key, example, Section::notBlank, description);
    }

    /// One of an enum's constants, written in lower case with hyphens.
    default <E extends Enum<E>> E choice(String key, E fallback, Class<E> type, String description) {
        return optional(key, Choice.name(fallback), text -> Choice.parse(text, type), description + Choice.list(type));
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("expected a text, got an empty one");
        }
        return text;
    }
}
