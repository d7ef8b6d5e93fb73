// SPDX-License-Identifier: Apache-2.0
package io.edgewise.importer.chat.jinja;

import io.edgewise.importer.chat.jinja.Value.None;
import io.edgewise.importer.chat.jinja.Value.Text;
import io.edgewise.inference.text.WhiteSpace;
import java.util.ArrayList;
import java.util.List;

/// What filters and methods make of texts, as Python does. Confined to one rendering.
final class Texts {
    private final Workshop shop;

    Texts(Workshop shop) {
        this.shop = shop;
    }

    /// Without white space, or the characters of the argument, at the ends.
    Value stripped(Text of, List<Value> arguments, boolean start, boolean end, int at) {
        String text = of.text();
        shop.budget().work(at, text.length());
        if (arguments.isEmpty() || arguments.getFirst() instanceof None) {
            String without = end ? WhiteSpace.trimEnd(text) : text;
            return new Text(start ? WhiteSpace.trimStart(without) : without);
        }
        String set = shop.text(arguments.getFirst(), "what is stripped", at);
        shop.budget().work(at, (long) text.length() * Math.max(1, set.length()));
        int from = 0;
        int to = text.length();
        while (start && from < to && set.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (end && to > from && set.indexOf(text.codePointBefore(to)) >= 0) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return new Text(text.substring(from, to));
    }

    Value replaced(Text of, List<Value> arguments, int at) {
        String from = shop.text(arguments.getFirst(), "what is replaced", at);
        String to = shop.text(arguments.getLast(), "what replaces it", at);
        shop.budget().work(at, (of.text().length() + 1L) * (1L + from.length() + to.length()));
        return new Text(of.text().replace(from, to));
    }

    /// The parts between separators, or between white space.
    Value split(Text of, List<Value> arguments, int at) {
        long most = arguments.size() == 2 ? shop.number(arguments.getLast(), "how often to split", at) : -1;
        boolean words = arguments.isEmpty() || arguments.getFirst() instanceof None;
        if (words && most >= 0) {
            throw shop.refusal(at, "a split between words that ends early isn't understood");
        }
        String separator = words ? " " : shop.text(arguments.getFirst(), "what separates", at);
        if (separator.isEmpty()) {
            throw shop.refusal(at, "a split at nothing");
        }
        shop.budget().work(at, (of.text().length() + 1L) * separator.length());
        return new Value.Listing(shop.texts(words ? words(of.text()) : parts(of.text(), separator, most), at));
    }

    private static List<String> parts(String text, String separator, long most) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator);
                end >= 0 && (most < 0 || parts.size() < most);
                end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || WhiteSpace.is(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /// Each word with a capital; what has no capitals ends a word.
    Value title(Text of, int at) {
        StringBuilder result = new StringBuilder();
        boolean inside = false;
        for (int c : of.text().codePoints().toArray()) {
            result.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
        }
        return shop.made(result.toString(), at);
    }
}
