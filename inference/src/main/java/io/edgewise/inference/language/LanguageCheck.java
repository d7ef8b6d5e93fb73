// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.language;

import io.edgewise.inference.text.TextFolding;
import java.lang.Character.UnicodeScript;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Tells texts in a language that a model does not know. Immutable and thread-safe; takes time in proportion to the
/// length of a text.
///
/// ```java
/// LanguageCheck english = LanguageCheck.of(List.of("en"));
/// english.isForeign("Bitte schalte das Licht in der Küche aus"); // true
/// english.isForeign("RPL SEAL P-17 LEAKING"); // false
/// ```
public final class LanguageCheck {
    /// For a model that reads texts whatever their language.
    public static final LanguageCheck ANY = new LanguageCheck(Set.of(), Optional.empty());

    private static final int FIRST_AFTER_LATIN = 0x250;
    private static final int SOFT_HYPHEN = 0xAD;

    private final Set<UnicodeScript> scripts;
    private final Optional<LatinRule> latin;

    /// @param scripts of the declared languages; none means that nothing is foreign
    /// @param latin how words of Latin letters are judged; empty when they never are foreign
    private LanguageCheck(Set<UnicodeScript> scripts, Optional<LatinRule> latin) {
        this.scripts = scripts;
        this.latin = latin;
    }

    /// @param languages that a model knows: ISO 639 codes as `en`, with or without a region as `pt-BR`. With
    /// none, or with one that is not known here, nothing is foreign
    public static LanguageCheck of(List<String> languages) {
        Set<String> codes = languages.stream().map(LanguageCheck::code).collect(Collectors.toCollection(TreeSet::new));
        if (codes.isEmpty() || !codes.stream().allMatch(LanguageScripts::isKnown)) {
            return ANY;
        }
        Set<UnicodeScript> scripts = codes.stream()
                .map(LanguageScripts::of)
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(UnicodeScript.class)));
        return new LanguageCheck(scripts, LatinRule.of(codes));
    }

    private static String code(String language) {
        String code = language.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
        return code.equals("no") || code.equals("nn") ? "nb" : code;
    }

    /// Of the blocks of Unicode that western Latin letters are in, where nothing hides and no other script is.
    private static boolean isPlain(int c) {
        return c < FIRST_AFTER_LATIN && c != SOFT_HYPHEN;
    }

    /// Whether a text is surely in a language that is not declared. Never fails.
    public boolean isForeign(String text) {
        if (scripts.isEmpty()) {
            return false;
        }
        boolean plain = text.chars().allMatch(LanguageCheck::isPlain);
        String meant = plain ? text : TextFolding.LETTERS.fold(text).text();
        return (!plain && ScriptCount.isForeign(meant, scripts))
                || latin.filter(rule -> rule.isForeign(meant)).isPresent();
    }
}
