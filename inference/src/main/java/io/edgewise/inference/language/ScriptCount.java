// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/// How much of a text is in scripts that no declared language is written in. Latin letters are never such: what is
/// written in them is judged by its words.
///
/// @param foreign letters of other scripts
/// @param others letters of declared scripts, and Latin ones
record ScriptCount(int foreign, int others) {
    static final ScriptCount OF_NONE = new ScriptCount(0, 0);

    /// More than stand in formulas and names of units: Δ, μ, Ω.
    private static final int LEAST = 6;

    static ScriptCount of(String text, Set<UnicodeScript> declared) {
        int foreign = 0;
        int others = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (Character.isLetter(character)) {
                UnicodeScript script = UnicodeScript.of(character);
                if (script == UnicodeScript.LATIN || declared.contains(script)) {
                    others++;
                } else if (script != UnicodeScript.COMMON) {
                    foreign += weight(script);
                }
            }
        }
        return new ScriptCount(foreign, others);
    }

    /// A sign that stands for a syllable or a word says as much as two letters.
    private static int weight(UnicodeScript script) {
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
            default -> 1;
        };
    }

    boolean isForeign() {
        return foreign >= LEAST && foreign > others;
    }
}
