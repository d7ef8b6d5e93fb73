// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Replaces letters of other alphabets that look like Latin ones, where they are meant as such: in a word with a Latin
/// letter, or in a Latin text whose every foreign letter looks Latin. A Russian word in an English text stays.
///
/// The table is our own choice of those that matter, after Unicode Technical Standard 39 (confusables) and what people
/// use: also small forms of capitals, as `т` for t.
final class Homoglyphs {
    private static final Map<Integer, Integer> LATIN = table(
            // Cyrillic
            "аавсеғһіјјкӏмноорԛгѕтуѵԝхԁпьАВСЕԌНІЈКӀМОРԚЅТѴԜХУЗ",
            "aabcefhijjklmhoopqrstyvwxdnbABCEGHIJKLMOPQSTVWXYZ",
            // Greek
            "αβςεηικνορτυχωγϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϜ",
            "abcenikvoptuxwycjABEZHIKMNOPTYXCF",
            // Armenian, and Latin letters of phonetics
            "օոսհցզԼ",
            "onuhgqL",
            "ıɑɡɩᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢꜰꜱ",
            "iagiabcdeghijklmnoprtuvwyzfs");

    private Homoglyphs() {}

    private static Map<Integer, Integer> table(String... pairs) {
        return IntStream.range(0, pairs.length / 2)
                .mapToObj(i -> new int[][] {
                    pairs[2 * i].codePoints().toArray(),
                    pairs[2 * i + 1].codePoints().toArray()
                })
                .flatMap(pair -> IntStream.range(0, pair[0].length).mapToObj(i -> Map.entry(pair[0][i], pair[1][i])))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first));
    }

    static Draft fold(Draft old) {
        if (IntStream.range(0, old.size()).allMatch(i -> old.at(i) < 0x80)) {
            return old;
        }
        boolean latinText = isLatin(old, 0, old.size()) && isLookalike(old, 0, old.size());
        Draft result = old.emptied();
        for (int i = 0; i < old.size(); ) {
            int end = Math.max(old.endOfWord(i), i + 1);
            boolean meant = latinText || isLatin(old, i, end);
            for (; i < end; i++) {
                int character = old.at(i);
                result.add(meant ? LATIN.getOrDefault(character, character) : character, old, i);
            }
        }
        return result;
    }

    /// Whether there is a Latin letter of the common kind.
    private static boolean isLatin(Draft text, int from, int to) {
        return IntStream.range(from, to).map(text::at).anyMatch(c -> Letters.isLatin(c) && !LATIN.containsKey(c));
    }

    private static boolean isLookalike(Draft text, int from, int to) {
        return IntStream.range(from, to)
                .map(text::at)
                .filter(Character::isLetter)
                .allMatch(c -> Letters.isLatin(c) || LATIN.containsKey(c));
    }
}
