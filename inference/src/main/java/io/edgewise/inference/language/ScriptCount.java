// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/// Counts how much of a text is in scripts that no declared language is written in. Latin letters are never such:
/// what is written in them is judged by its words.
///
/// Confined to one call.
final class ScriptCount {
    private static final int LEAST = 5;
    /// A letter alone is a sign of formulas and units: Δp, μ, Ω.
    private static final int SHORTEST_WORD = 2;

    private final Set<UnicodeScript> declared;
    /// Letters of other scripts, in words.
    private int foreign;
    /// Letters of declared scripts, and Latin ones.
    private int others;
    /// Letters of other scripts since the last character that is none.
    private int run;

    private ScriptCount(Set<UnicodeScript> declared) {
        this.declared = declared;
    }

    /// Whether the greater part of a text is in scripts that are not declared.
    static boolean isForeign(String text, Set<UnicodeScript> declared) {
        ScriptCount count = new ScriptCount(declared);
        text.codePoints().forEach(count::add);
        count.endRun();
        return count.foreign >= LEAST && count.foreign > count.others;
    }

    private void add(int character) {
        UnicodeScript script = UnicodeScript.of(character);
        boolean letter = Character.isLetter(character);
        if (script == UnicodeScript.INHERITED || (!letter && run > 0 && isMark(character))) {
            return; // a vowel sign or an accent is part of its word
        }
        if (letter && script != UnicodeScript.COMMON && script != UnicodeScript.LATIN && !declared.contains(script)) {
            run += weight(script);
            return;
        }
        endRun();
        others += letter ? 1 : 0;
    }

    private void endRun() {
        foreign += run >= SHORTEST_WORD ? run : 0;
        run = 0;
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /// A sign that stands for a syllable or a word says as much as two letters.
    private static int weight(UnicodeScript script) {
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
            default -> 1;
        };
    }
}
