// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the reference does with each Unicode character, found by asking it, written in the format of [UnicodeTable].
///
/// Each character is asked between the sentinels `§` and `¶`, which no step of the reference changes or makes,
/// many in one text. Of the planes 4 to 13, to which nothing is assigned, only the ends are asked: they are more
/// than half of all code points.
final class ObservedUnicode {

    private static final int CHARACTERS_PER_TEXT = 256;
    private static final int LINE = 118;
    private static final int UNASSIGNED_FIRST = 0x40000;
    private static final int UNASSIGNED_LAST = 0xDFFFF;
    private static final char BEFORE = '§';
    private static final char AFTER = '¶';
    private static final String NFKD = "{\"type\":\"NFKD\"}";
    private static final String STRIP_ACCENTS = "{\"type\":\"StripAccents\"}";
    private static final String NFD = "{\"type\":\"NFD\"}";

    /// One character of each combining class, in the order of the classes. The numbers are from UnicodeData.txt; the
    /// reference only tells the order.
    private static final int[][] CLASSES = {
        {1, 0x334},
        {7, 0x93C},
        {8, 0x3099},
        {9, 0x94D},
        {10, 0x5B0},
        {11, 0x5B1},
        {12, 0x5B2},
        {13, 0x5B3},
        {14, 0x5B4},
        {15, 0x5B5},
        {16, 0x5B6},
        {17, 0x5B7},
        {18, 0x5B8},
        {19, 0x5B9},
        {20, 0x5BB},
        {21, 0x5BC},
        {22, 0x5BD},
        {23, 0x5BF},
        {24, 0x5C1},
        {25, 0x5C2},
        {26, 0xFB1E},
        {27, 0x64B},
        {28, 0x64C},
        {29, 0x64D},
        {30, 0x64E},
        {31, 0x64F},
        {32, 0x650},
        {33, 0x651},
        {34, 0x652},
        {35, 0x670},
        {36, 0x711},
        {84, 0xC55},
        {91, 0xC56},
        {103, 0xE38},
        {107, 0xE48},
        {118, 0xEB8},
        {122, 0xEC8},
        {129, 0xF71},
        {130, 0xF72},
        {132, 0xF74},
        {202, 0x321},
        {214, 0x1DCE},
        {216, 0x31B},
        {218, 0x302A},
        {220, 0x316},
        {222, 0x59A},
        {224, 0x302E},
        {226, 0x1D16D},
        {228, 0x5AE},
        {230, 0x300},
        {232, 0x315},
        {233, 0x35C},
        {234, 0x35D},
        {240, 0x345},
    };

    private final BitSet removed = new BitSet();
    private final BitSet space = new BitSet();
    private final BitSet ideograph = new BitSet();
    private final BitSet punctuation = new BitSet();
    private final BitSet nonspacing = new BitSet();
    private final BitSet marks = new BitSet();
    private final BitSet compatible = new BitSet();
    private final int[] classes = new int[Character.MAX_CODE_POINT + 2];
    private final Map<Integer, int[]> decompositions = new TreeMap<>();
    private final int[] lowers = new int[Character.MAX_CODE_POINT + 3];

    private ObservedUnicode() {}

    /// Asks the reference and returns the table, comment included.
    static String table() {
        var observed = new ObservedUnicode();
        observed.observeCleaningAndCase();
        observed.observePunctuation();
        observed.observeDecompositions();
        observed.observeNonspacingMarks();
        observed.observeMarks();
        observed.observeCompatibilityDecompositions();
        return observed.render();
    }

    /// What is dropped, becomes a blank, gets blanks around it and has a lower case: no character is two of these.
    private void observeCleaningAndCase() {
        eachCharacter(ReferenceTokenizer.bertNormalizer(true, true, false, true), "", (character, became) -> {
            String unchanged = Character.toString(character);
            if (became.isEmpty()) {
                removed.set(character);
            } else if (became.equals(" ")) {
                space.set(character);
            } else if (became.equals(" " + unchanged + " ")) {
                ideograph.set(character);
            } else if (character == UnicodeTable.DOTTED_CAPITAL_I) {
                expect(became, "i" + Character.toString(UnicodeTable.DOT_ABOVE));
            } else if (!became.equals(unchanged)) {
                expect(became.codePointCount(0, became.length()), 1);
                lowers[character] = became.codePointAt(0);
            }
        });
    }

    /// Asks about what cleaning leaves; the rest never gets as far as this step.
    private void observePunctuation() {
        try (var reference = ReferenceTokenizer.bytes("null", ReferenceTokenizer.BERT_SPLITS)) {
            chunks().forEach(first -> observePunctuation(
                    reference,
                    characters(first)
                            .filter(character -> !space.get(character) && !removed.get(character))
                            .toArray()));
        }
    }

    private void observePunctuation(ReferenceTokenizer reference, int[] characters) {
        var text = new StringBuilder();
        for (int character : characters) {
            text.append('1').appendCodePoint(character).append("2 ");
        }
        int[] words = reference.wordOfEachByte(text.toString());
        int at = 0;
        for (int character : characters) {
            int bytes = utf8Length(character);
            if (words[at] != words[at + 1]) {
                expect(words[at + bytes + 1], words[at] + 2);
                punctuation.set(character);
            }
            at += bytes + 2;
        }
        expect(at, words.length);
    }

    /// Asks for each character after one of the highest class: any other that is no starter moves before it.
    private void observeDecompositions() {
        String highest = Character.toString(CLASSES[CLASSES.length - 1][1]);
        var reordered = new ArrayList<Integer>();
        eachCharacter(NFD, highest, (character, became) -> {
            boolean starter = became.startsWith(highest);
            String decomposed = starter ? became.substring(1) : became.substring(0, became.length() - 1);
            if (!decomposed.equals(Character.toString(character))) {
                decomposes(character, decomposed.codePoints().toArray());
            } else if (!starter || decomposed.equals(highest)) {
                reordered.add(character);
            }
        });
        try (var nfd = ReferenceTokenizer.bytes(NFD, ReferenceTokenizer.NO_SPLITS)) {
            for (int character : reordered) {
                classes[character] = combiningClass(nfd, character);
            }
        }
    }

    private void decomposes(int character, int[] into) {
        if (character >= UnicodeTable.HANGUL_FIRST && character <= UnicodeTable.HANGUL_LAST) {
            int[] computed = new int[UnicodeTable.MAX_DECOMPOSITION];
            int count = UnicodeTable.decomposeHangul(character, computed);
            expect(Arrays.toString(into), Arrays.toString(Arrays.copyOf(computed, count)));
        } else {
            expect(Math.max(into.length, UnicodeTable.MAX_DECOMPOSITION), UnicodeTable.MAX_DECOMPOSITION);
            decompositions.put(character, into);
        }
    }

    private void observeNonspacingMarks() {
        eachCharacter(ReferenceTokenizer.bertNormalizer(false, false, true, false), "", (character, became) -> {
            if (became.isEmpty() && !decompositions.containsKey(character)) {
                nonspacing.set(character);
            }
        });
    }

    private void observeMarks() {
        eachCharacter(STRIP_ACCENTS, "", (character, became) -> {
            if (became.isEmpty()) {
                marks.set(character);
            }
        });
    }

    /// What a character decomposes into is not noted but must be what the JDK says.
    private void observeCompatibilityDecompositions() {
        int[] into = new int[UnicodeTable.MAX_DECOMPOSITION];
        eachCharacter(NFKD, "", (character, became) -> {
            boolean hangul = character >= UnicodeTable.HANGUL_FIRST && character <= UnicodeTable.HANGUL_LAST;
            int[] itself = {character};
            int[] canonical = hangul
                    ? Arrays.copyOf(into, UnicodeTable.decomposeHangul(character, into))
                    : decompositions.getOrDefault(character, itself);
            if (!became.equals(new String(canonical, 0, canonical.length))) {
                expect(became, Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD));
                compatible.set(character);
            }
        });
    }

    /// The class whose character neither overtakes `character` nor is overtaken by it.
    private static int combiningClass(ReferenceTokenizer nfd, int character) {
        String asked = Character.toString(character);
        for (int[] known : CLASSES) {
            String other = Character.toString(known[1]);
            if (nfd.normalized(asked + other).equals(asked + other)
                    && nfd.normalized(other + asked).equals(other + asked)) {
                return known[0];
            }
        }
        throw new AssertionError("no known combining class for U+%04X".formatted(character));
    }

    /// Hands over each character and what `normalizer` makes of `before` and the character.
    private static void eachCharacter(String normalizer, String before, BiConsumer<Integer, String> answer) {
        try (var reference = ReferenceTokenizer.bytes(normalizer, ReferenceTokenizer.NO_SPLITS)) {
            List<String> became = chunks().parallel()
                    .mapToObj(first -> reference.normalized(characters(first)
                            .mapToObj(character -> BEFORE + before + Character.toString(character) + AFTER)
                            .collect(Collectors.joining())))
                    .toList();
            Iterator<String> next = became.iterator();
            chunks().forEach(first -> answers(first, before, next.next(), answer));
        }
    }

    private static void answers(int first, String before, String became, BiConsumer<Integer, String> answer) {
        int at = 0;
        for (int character : characters(first).toArray()) {
            expect(became.charAt(at), BEFORE);
            int end = became.indexOf(AFTER, at + 1 + (character == AFTER ? before.length() + 1 : 0));
            answer.accept(character, became.substring(at + 1, end));
            at = end + 1;
        }
        expect(at, became.length());
    }

    /// The first of each 256 characters that are asked about.
    static IntStream chunks() {
        return IntStream.iterate(0, first -> first <= Character.MAX_CODE_POINT, first -> first + CHARACTERS_PER_TEXT)
                .filter(first -> first < UNASSIGNED_FIRST
                        || first > UNASSIGNED_LAST
                        || (first & 0xFFFF) == 0
                        || (first & 0xFFFF) == 0x10000 - CHARACTERS_PER_TEXT);
    }

    private static IntStream characters(int first) {
        return IntStream.range(first, first + CHARACTERS_PER_TEXT)
                .filter(character -> character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
    }

    /// An assertion that costs nothing; millions are made.
    private static void expect(Object got, Object expected) {
        if (!got.equals(expected)) {
            throw new AssertionError("the table's format cannot tell: expected " + expected + ", got " + got);
        }
    }

    private static int utf8Length(int character) {
        if (character < 0x80) {
            return 1;
        }
        return character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }

    private String render() {
        var lines = new ArrayList<String>();
        lines.add("# How Hugging Face tokenizers 0.21.4 treats every Unicode character. Written by the test");
        lines.add("# WordPieceParityIT, which asks the reference about each one; UnicodeTable says how to read it.");
        lines.add("# Unicode data: copyright Unicode, Inc., Unicode License v3 (https://www.unicode.org/license.txt).");
        wrap(lines, "removed", ranges(removed));
        wrap(lines, "space", ranges(space));
        wrap(lines, "punctuation", ranges(punctuation));
        wrap(lines, "ideograph", ranges(ideograph));
        wrap(lines, "nonspacing", ranges(nonspacing));
        wrap(lines, "mark", ranges(marks));
        wrap(lines, "class", classEntries());
        wrap(lines, "lower", lowerEntries());
        wrap(lines, "nfd", decompositionEntries());
        wrap(lines, "nfkd", ranges(compatible));
        return String.join("\n", lines) + "\n";
    }

    private List<String> classEntries() {
        var entries = new ArrayList<String>();
        for (int first = 0; first <= Character.MAX_CODE_POINT; first++) {
            if (classes[first] != 0) {
                int last = first;
                while (classes[last + 1] == classes[first]) {
                    last++;
                }
                entries.add(range(first, last) + "=" + classes[first]);
                first = last;
            }
        }
        return entries;
    }

    /// Capitals stand side by side, or every second character is one; either way with one distance to lower case.
    private List<String> lowerEntries() {
        var entries = new ArrayList<String>();
        for (int first = 0; first <= Character.MAX_CODE_POINT; first++) {
            if (lowers[first] != 0) {
                int step = sameDistance(first, 1) ? 1 : 2;
                int last = first;
                while (sameDistance(last, step)) {
                    last += step;
                }
                String stepped = last > first && step == 2 ? "/2" : "";
                entries.add(range(first, last) + stepped + "=" + Integer.toHexString(lowers[first]));
                first = last;
            }
        }
        return entries;
    }

    /// Whether the character `step` further has a lower case as far away as that of `character`, and none between
    /// has.
    private boolean sameDistance(int character, int step) {
        boolean between = step == 2 && lowers[character + 1] != 0;
        return !between && lowers[character + step] == lowers[character] + step;
    }

    private List<String> decompositionEntries() {
        var entries = new ArrayList<String>();
        decompositions.forEach((character, into) -> {
            var entry = new StringBuilder(Integer.toHexString(character));
            for (int i = 0; i < into.length; i++) {
                entry.append(i == 0 ? '=' : '.').append(Integer.toHexString(into[i]));
            }
            entries.add(entry.toString());
        });
        return entries;
    }

    private static List<String> ranges(BitSet members) {
        var ranges = new ArrayList<String>();
        for (int first = members.nextSetBit(0); first >= 0; ) {
            int last = members.nextClearBit(first) - 1;
            ranges.add(range(first, last));
            first = members.nextSetBit(last + 1);
        }
        return ranges;
    }

    private static String range(int first, int last) {
        return first == last
                ? Integer.toHexString(first)
                : Integer.toHexString(first) + "-" + Integer.toHexString(last);
    }

    private static void wrap(List<String> lines, String name, List<String> entries) {
        var line = new StringBuilder(name);
        for (String entry : entries) {
            if (line.length() + 1 + entry.length() > LINE) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(name);
            }
            line.append(' ').append(entry);
        }
        lines.add(line.toString());
    }
}
