// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The scripts that languages are written in, by ISO 639 code.
final class LanguageScripts {
    private static final Map<String, Set<UnicodeScript>> SCRIPTS = table();

    private LanguageScripts() {}

    private static Map<String, Set<UnicodeScript>> table() {
        Map<String, Set<UnicodeScript>> table = new HashMap<>();
        put(table, "af az bs ca cs cy da de en eo es et eu fi fr fy ga gl ha hr hu id ig is it", UnicodeScript.LATIN);
        put(table, "la lb lt lv mg ms mt nb nl pl pt qu rm ro rw sk sl so sq sv sw tk tl tr uz", UnicodeScript.LATIN);
        put(table, "vi xh yo zu", UnicodeScript.LATIN);
        put(table, "be bg kk ky mk mn ru tg uk", UnicodeScript.CYRILLIC);
        put(table, "sr", UnicodeScript.CYRILLIC, UnicodeScript.LATIN);
        put(table, "ar fa ps sd ug ur", UnicodeScript.ARABIC);
        put(table, "hi mr ne sa", UnicodeScript.DEVANAGARI);
        put(table, "as bn", UnicodeScript.BENGALI);
        put(table, "he yi", UnicodeScript.HEBREW);
        put(table, "am ti", UnicodeScript.ETHIOPIC);
        put(table, "zh yue", UnicodeScript.HAN, UnicodeScript.BOPOMOFO);
        put(table, "ja", UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);
        put(table, "ko", UnicodeScript.HANGUL, UnicodeScript.HAN);
        put(table, "el", UnicodeScript.GREEK);
        put(table, "gu", UnicodeScript.GUJARATI);
        put(table, "hy", UnicodeScript.ARMENIAN);
        put(table, "ka", UnicodeScript.GEORGIAN);
        put(table, "km", UnicodeScript.KHMER);
        put(table, "kn", UnicodeScript.KANNADA);
        put(table, "lo", UnicodeScript.LAO);
        put(table, "ml", UnicodeScript.MALAYALAM);
        put(table, "my", UnicodeScript.MYANMAR);
        put(table, "or", UnicodeScript.ORIYA);
        put(table, "pa", UnicodeScript.GURMUKHI);
        put(table, "si", UnicodeScript.SINHALA);
        put(table, "ta", UnicodeScript.TAMIL);
        put(table, "te", UnicodeScript.TELUGU);
        put(table, "th", UnicodeScript.THAI);
        return Map.copyOf(table);
    }

    private static void put(Map<String, Set<UnicodeScript>> table, String codes, UnicodeScript... scripts) {
        for (String code : codes.split(" ", -1)) {
            table.put(code, EnumSet.copyOf(Arrays.asList(scripts)));
        }
    }

    static boolean isKnown(String code) {
        return SCRIPTS.containsKey(code);
    }

    /// @param code one that is known
    static Set<UnicodeScript> of(String code) {
        return Objects.requireNonNull(SCRIPTS.get(code));
    }
}
