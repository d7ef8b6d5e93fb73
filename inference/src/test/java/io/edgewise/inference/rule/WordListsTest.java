// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordListsTest {
    /// The place in brackets is what is found, exactly as it stands.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "you [shit]!",
                "[SHIT]",
                "so ([shit]) it is",
                "what a [sh1t] day",
                "[$hit] and [sh!t]",
                "[s.h.i.t]",
                "oh [s h i t] now",
                "[s-h-i-t], [s_h_i_t], [s - h - i - t]",
                "[$ h 1 t]",
                "[shiiiit]",
                "[sshhiiitt]",
                "[SHIIIIIT]",
                "[ｓｈｉｔ]",
                "[ѕhit] with a Cyrillic s",
                "[s\u200Bh\u00ADi\u200Dt]",
                "\u200B[shit]\u200B",
                "[s\u0336h\u0336i\u0336t\u0336]",
                "[𝓼𝓱𝓲𝓽] 😀 [𝐬𝐡𝐢𝐭]",
                "bull-[shit]",
                "@[shit]",
                "[f u c k y o u]",
            })
    void aDisguisedWordIsFoundWhereItStands(String marked) {
        assertThat(brackets(new WordLists(terms(WordList.BLOCK, "shit", "fuckyou")), marked))
                .isEqualTo(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "she'll say hello in a shell", // he'll is not hell
                "the class passes, assets assemble", // words are whole
                "part A55 at 455, A 5 5 and a55", // codes
                "as soon as", // as is not ass
                "the rapist", // not therapist
                "push it", // blanks inside of a word
                "b@ss guitar, mail joe@ass.example", // glued
                "U S A S S R", // spelled out, but not alone
                "schwül ist es heute", // accents count
                "рот", // Cyrillic throughout
                "hel! no", // punctuation at the edge
                "U.S.A. e.g. a b c",
                "@55 and @$$", // no letter left
                "shiit", // might be a word of its own: once is not stretched
            })
    void whatOnlyLooksAlikeIsNot(String text) {
        WordLists lists = new WordLists(
                terms(WordList.BLOCK, "hell", "ass", "therapist", "shit", "schwul", "pot", "abc", "hello there"));

        assertThat(lists.find(text)).isEmpty();
    }

    @Test
    void blanksAndHyphensBetweenWordsAreAlike() {
        WordLists lists = new WordLists(terms(WordList.BLOCK, "kill  you", "hand-job", "Öl\tleck"));

        assertThat(brackets(lists, "[kill-you] [kill \u00A0 YOU] killyou [hand job] handjob [öl_leck] kill, you"))
                .isEqualTo("[kill-you] [kill \u00A0 YOU] killyou [hand job] handjob [öl_leck] kill, you");
    }

    /// Term and text of many languages.
    @ParameterizedTest
    @CsvSource({
        "Straße, die [STRASSE] hier",
        "ÄRGER, so ein [ärger]",
        "дурак, ты [ДУРАК]!",
        "傻瓜, 你是[傻瓜]吗",
        "βλάκας, είσαι [ΒΛΆΚΑΣ]",
        "โง่, คุณ[โง่]มาก",
        "احمق, أنت [احمق]",
        "मूर्ख, तुम [मूर्ख] हो",
        "c++, in [C++] and c+",
        ".net, on [.NET]",
        "c#, in [C#]",
        "don't, I [don't]; dont",
        "1488, the [1488] and 14881",
        "b52, a [B-52] and a [b52]",
    })
    void aTermOfAnyScriptIsFound(String term, String marked) {
        String expected = term.equals("b52") ? "a B-52 and a [b52]" : marked;

        assertThat(brackets(new WordLists(terms(WordList.BLOCK, term)), marked)).isEqualTo(expected);
    }

    @Test
    void eachLetterThatADigitStandsForIsTried() {
        WordLists lists = new WordLists(terms(WordList.BLOCK, "kill", "idiot", "loser"));

        assertThat(brackets(lists, "ki1l ki11 1d1ot 1o5er id10t")).isEqualTo("[ki1l] [ki11] [1d1ot] [1o5er] [id10t]");
    }

    @Test
    void aHitTellsTheListTheTermAndThePlace() {
        WordLists lists = new WordLists(Stream.of(
                        terms(WordList.BLOCK, "Idiot"),
                        terms(WordList.REVIEW, "hand over"),
                        terms(WordList.ALLOW, "kill switch"))
                .flatMap(List::stream)
                .toList());

        assertThat(lists.find("Hand-over the Kill  Switch, 1diot"))
                .extracting(WordHit::list, WordHit::term, WordHit::text, WordHit::start, WordHit::end)
                .containsExactly(
                        tuple(WordList.REVIEW, "hand over", "Hand-over", 0, 9),
                        tuple(WordList.ALLOW, "kill switch", "Kill  Switch", 14, 26),
                        tuple(WordList.BLOCK, "Idiot", "1diot", 28, 33));
    }

    @Test
    void whatLiesWithinAnAllowedTermCountsOnlyElsewhere() {
        WordLists lists = new WordLists(Stream.of(terms(WordList.BLOCK, "kill"), terms(WordList.ALLOW, "kill switch"))
                .flatMap(List::stream)
                .toList());

        assertThat(lists.find("press the kill switch"))
                .extracting(WordHit::list)
                .containsExactly(WordList.ALLOW);
        assertThat(lists.find("kill, says the kill switch"))
                .extracting(WordHit::list)
                .containsExactly(WordList.BLOCK, WordList.ALLOW);
    }

    @Test
    void ofTermsWithinEachOtherTheLongestCounts() {
        WordLists lists = new WordLists(terms(WordList.BLOCK, "kill", "kill you", "you"));

        assertThat(lists.find("I kill you")).extracting(WordHit::term).containsExactly("kill you");
    }

    @Test
    void aTextWithoutItsAllowedTermsKeepsTheRest() {
        WordLists lists = new WordLists(terms(WordList.ALLOW, "ass", "ass line"));
        String text = "check the ass line at Ass 3";

        assertThat(WordLists.withoutAllowed(text, lists.find(text))).isEqualTo("check the  at  3");
    }

    /// A letter, a blank and a joint, each as long as a large message.
    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "!", "$", " a", "a.", "ab", "あ", "a\u0301", "s ", "kill ", "\u200B", "あい"})
    void aHostileTextTakesTimeInProportionToItsLength(String piece) {
        WordLists lists = new WordLists(terms(
                WordList.BLOCK,
                "a".repeat(60),
                "ab".repeat(30),
                "il".repeat(30),
                "kill you",
                "あい".repeat(20),
                "s",
                "あ"));
        String text = piece.repeat(20_000);

        long start = System.nanoTime();
        lists.find(text);

        // Quadratic would be minutes.
        assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    }

    @Test
    void withoutTermsNothingIsFound() {
        assertThat(WordLists.NONE.isEmpty()).isTrue();
        assertThat(WordLists.NONE.find("shit")).isEmpty();
    }

    private static List<Term> terms(WordList list, String... written) {
        return Stream.of(written).map(term -> Term.of(list, term)).toList();
    }

    /// The text with brackets around what is found.
    private static String brackets(WordLists lists, String marked) {
        String text = marked.replaceAll("[\\[\\]]", "");
        StringBuilder result = new StringBuilder(text);
        List<WordHit> hits = new ArrayList<>(lists.find(text));
        hits.reversed().forEach(hit -> result.insert(hit.end(), ']').insert(hit.start(), '['));
        return result.toString();
    }
}
