// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFoldingTest {
    private static final TextFolding ALL = TextFolding.of(EnumSet.allOf(Folding.class));

    @ParameterizedTest
    @CsvSource({
        // invisible
        "'i\u200Bd\u200Di\u2060o\u00ADt', idiot",
        "'\u202Eidiot\u202C', idiot",
        "'i\u3164d\uFE0Fiot', idiot",
        "'i\u0336d\u0336i\u0336o\u0336t\u0336', idiot",
        "'i\u0300\u0301\u0302\u0303diot', 'i\u0300\u0301diot'",
        // compatibility
        "ｉｄｉｏｔ！, idiot!",
        "'\uD835\uDC22\uD835\uDC1D\uD835\uDC22\uD835\uDC28\uD835\uDC2D', idiot",
        "ⓘⓓⓘⓞⓣ, idiot",
        "'\uD83C\uDD78\uD83C\uDD73', ID",
        "ﬁnal, final",
        // homoglyphs
        "іdіоt, idiot",
        "ѕhіt, shit",
        "ιdισt, idiσt",
        "you аѕѕ, you ass",
        "ʙitch, bitch",
        // spaced
        "you i d i o t now, you idiot now",
        "i.d.i.o.t, idiot",
        "s-t-u-p-i-d!, stupid!",
        "f * u * c * k, fuck",
        "s_h_i_t, shit",
        "1 d 1 o t s, idiots",
        "i d i o t stupid, idiot stupid",
        "such a f o o l, such a fool",
        "you a s s h o l e, you asshole",
        // leet
        "1d10t, idiot",
        "@ss, ass",
        "@sshole, asshole",
        "$hit, shit",
        "sh!t, shit",
        "5tupid, stupid",
        "1oser, loser",
        "b1tch3s, bitches",
        "m0r0n!, moron!",
        "ni99er, nigger",
        "k1ll them, kill them",
        "STUP1D, STUPiD",
        // repeats
        "stuuuupid, stupid",
        "asssss, ass",
        "idiooottt, idiot",
        "fuuUUck, fuck",
        // several
        "'1 d\u200B i 0 t, $tuuup1d', 'idiot, stupid'",
        // capitals
        "YOU ARE STUPID, you are stupid",
        "REPLACE PUMP P-17A NOW, replace pump P-17A now",
    })
    void freesWordsFromDisguises(String disguised, String meant) {
        assertThat(ALL.fold(disguised).text()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "CV-102 belt slipping",
                "replace P-17 and K-204/B, M3 bolts, 3D print",
                "M3",
                "TK101A",
                "PUMP2",
                "SN4B7CD9",
                "mp3 h264 utf8 v2 10mm 24V 2nd 1st 3rd 5pm 4x4 100m",
                "10:30 on 2024-03-11, 3.5 kg, $5, $5.99, 1,000",
                "mail a1bc@d3ef.com or http://w0rd.com/a1b2/index.html",
                "/dev/sd1a C:\\t3mp\\x1y #h4sh",
                "@smith said so",
                "E8 4C F7 A3 aa:bb:0c:1d",
                "e.g. U.S.A. i.e. a b c, x y z",
                "1 2 3 4 5 6",
                "m² ½ ℃ 3 µm 5 kΩ ΔT ™ 1º",
                "книга и дом in one text",
                "naïve café Zürich señor",
                "नमस्ते می\u200Cخواهم",
                "AAA www CCC III",
                "see www.example.com for Henry VIII",
                "OK",
                "E-STOP PRESSED? yes",
                "hello!world wow!!! no!",
                "line one\nline two\tend",
            })
    void leavesAloneWhatIsNoDisguise(String text) {
        FoldedText folded = ALL.fold(text);
        assertThat(folded.text()).isEqualTo(text);
        assertThat(folded.isChanged()).isFalse();
    }

    @Test
    void givesTheSourceOfAStretch() {
        FoldedText folded = ALL.fold("an 1d\u200B10t, stuuupid");
        assertThat(folded.text()).isEqualTo("an idiot, stupid");
        assertThat(folded.isChanged()).isTrue();
        assertThat(folded.source()).isEqualTo("an 1d\u200B10t, stuuupid");
        assertThat(folded.sourceOf(3, 8)).isEqualTo("1d\u200B10t");
        assertThat(folded.sourceOf(10, 16)).isEqualTo("stuuupid");
        assertThat(folded.sourceOf(12, 13)).isEqualTo("uuu");
        assertThat(folded.start(15)).isEqualTo(18);
        assertThat(folded.end(15)).isEqualTo(19);
        assertThatThrownBy(() -> folded.start(16)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aLigatureIsThePlaceOfAllItsLetters() {
        FoldedText folded = ALL.fold("of ﬁre");
        assertThat(folded.text()).isEqualTo("of fire");
        assertThat(folded.sourceOf(3, 4)).isEqualTo("ﬁ");
        assertThat(folded.sourceOf(4, 7)).isEqualTo("ﬁre");
    }

    @Test
    void doesOnlyWhatItIsAskedFor() {
        TextFolding repeats = TextFolding.of(Set.of(Folding.REPEATS));
        assertThat(repeats.fold("1d10t stuuupid").text()).isEqualTo("1d10t stupid");
        assertThat(TextFolding.NONE.fold("1d10t stuuupid").isChanged()).isFalse();
        assertThat(TextFolding.NONE.isNone()).isTrue();
        assertThat(repeats.isNone()).isFalse();
    }

    /// Whatever comes in: places are in the text, in order, and never within a surrogate pair.
    @ParameterizedTest
    @EnumSource(Folding.class)
    void keepsPlacesInOrderForAnyText(Folding folding) {
        Random random = new Random(7);
        String some = "aauIi1035@$! .-_\u200B\u0336\uFF41\uD835\uDC1Aаесοﬁ\uD800x\n";
        for (int n = 0; n < 300; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(some.charAt(random.nextInt(some.length())));
            }
            checkPlaces(TextFolding.of(Set.of(folding)).fold(text.toString()));
            checkPlaces(ALL.fold(text.toString()));
        }
    }

    private static void checkPlaces(FoldedText folded) {
        String source = folded.source();
        for (int i = 0; i < folded.text().length(); i++) {
            assertThat(folded.start(i)).isBetween(i == 0 ? 0 : folded.start(i - 1), source.length() - 1);
            assertThat(folded.end(i)).isBetween(folded.start(i) + 1, source.length());
            assertThat(i == 0 || folded.end(i) >= folded.end(i - 1)).isTrue();
            assertThat(Character.offsetByCodePoints(source, 0, source.codePointCount(0, folded.start(i))))
                    .isEqualTo(folded.start(i));
        }
    }
}
