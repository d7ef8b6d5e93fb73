// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule by name, over a vocabulary of a few pieces. A piece is written `piece[start,end)word`.
final class WordPieceTokenizerTest {

    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    private static final List<String> PIECES = List.of(
            "pump",
            "##s",
            "##ing",
            "pumping",
            "the",
            "leak",
            "##y",
            "a",
            "##a",
            "##b",
            "e",
            "##e",
            "cafe",
            "i",
            "##i",
            "s",
            "##l",
            "##x",
            "ab",
            "##cd",
            "=",
            "[",
            "]",
            "!",
            ".",
            "'",
            "-",
            "cls",
            "sep",
            "mask",
            "##p",
            "q",
            "ß",
            "ω",
            "##σ",
            "İ",
            "i\u0307",
            "É",
            "é",
            "漢",
            "字",
            "豈",
            "😀",
            "##😀",
            "🚀",
            "##🚀",
            "👩",
            "한",
            "\u1112",
            "##\u1161",
            "##\u11AB",
            "##\u302E",
            "##\u08D4",
            "ש",
            "##ל",
            "[SEP]x",
            "Pump",
            "ᾳ",
            "α");

    @TempDir
    private Path folder;

    @Test
    void cutsAWordIntoTheLongestPieces() throws IOException {
        assertThat(uncased("pumps pumping leaky"))
                .containsExactly("pump[0,4)0", "##s[4,5)0", "pumping[6,13)1", "leak[14,18)2", "##y[18,19)2");
    }

    @Test
    void aWordThatCannotBeSpelledToItsEndIsUnknownAsAWhole() throws IOException {
        assertThat(uncased("pumpz leak")).containsExactly("[UNK][0,5)0", "leak[6,10)1");
    }

    @Test
    void aContinuationDoesNotOpenAWord() throws IOException {
        assertThat(uncased("ing s")).containsExactly("[UNK][0,3)0", "s[4,5)1");
    }

    @Test
    void eachPunctuationCharacterIsAWord() throws IOException {
        assertThat(uncased("the!..leak'"))
                .containsExactly("the[0,3)0", "![3,4)1", ".[4,5)2", ".[5,6)3", "leak[6,10)4", "'[10,11)5");
    }

    @Test
    void asciiSymbolsCountAsPunctuationAndOtherSymbolsDoNot() throws IOException {
        assertThat(uncased("a=a a\u00B1a")).containsExactly("a[0,1)0", "=[1,2)1", "a[2,3)2", "[UNK][4,7)3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "\t", "\n", "\r", "\u00A0", "\u1680", "\u2003", "\u2028", "\u2029", "\u202F", "\u3000"})
    void everyWhiteSpaceEndsAWord(String space) throws IOException {
        assertThat(uncased("a" + space + "a")).containsExactly("a[0,1)0", "a[2,3)1");
    }

    @Test
    void lowerCaseIsTakenOnlyIfTheOptionsSaySo() throws IOException {
        assertThat(uncased("PUMP Ω")).containsExactly("pump[0,4)0", "ω[5,6)1");
        assertThat(cased("Pump PUMP")).containsExactly("Pump[0,4)0", "[UNK][5,9)1");
    }

    @Test
    void lowerCaseKnowsNoFinalSigma() throws IOException {
        assertThat(uncased("ΩΣ")).containsExactly("ω[0,1)0", "##σ[1,2)0");
    }

    @Test
    void accentsAreStrippedOnlyIfTheOptionsSaySo() throws IOException {
        assertThat(uncased("é É")).containsExactly("e[0,1)0", "e[2,3)1");
        assertThat(cased("é É e")).containsExactly("é[0,1)0", "É[2,3)1", "e[4,5)2");
    }

    @Test
    void aStrippedMarkBelongsToNoPieceUnlessItIsInsideOfOne() throws IOException {
        assertThat(uncased("e\u0301")).containsExactly("e[0,1)0");
        assertThat(uncased("e\u0301s")).containsExactly("e[0,1)0", "##s[2,3)0");
        assertThat(uncased("ca\u0301fe\u0301")).containsExactly("cafe[0,5)0");
    }

    @Test
    void aCharacterWithTwoAccentsLosesBoth() throws IOException {
        assertThat(uncased("ᾂ")).containsExactly("α[0,1)0");
    }

    @Test
    void theDottedCapitalIBecomesOneOrTwoCharacters() throws IOException {
        assertThat(uncased("İ")).containsExactly("i[0,1)0");
        assertThat(cased("İ")).containsExactly("İ[0,1)0");
        var lowerOnly = new WordPieceOptions(true, false, true, "[UNK]", "[CLS]", "[SEP]", "##", 100);
        assertThat(pieces(tokenizer(lowerOnly), "İ")).containsExactly("i\u0307[0,1)0");
    }

    @Test
    void theSharpSIsNoAccentedCharacter() throws IOException {
        assertThat(uncased("ß ẞ")).containsExactly("ß[0,1)0", "ß[2,3)1");
    }

    @Test
    void theJamoOfAHangulSyllableShareItsPlace() throws IOException {
        assertThat(uncased("한한"))
                .containsExactly("[UNK][0,2)0"); // the second syllable would need "##" before its first jamo
        assertThat(uncased("한")).containsExactly("\u1112[0,1)0", "##\u1161[0,1)0", "##\u11AB[0,1)0");
        assertThat(cased("한")).containsExactly("한[0,1)0");
    }

    @Test
    void aCharacterCanDecomposeIntoPunctuation() throws IOException {
        assertThat(uncased("a≠a")).containsExactly("a[0,1)0", "=[1,2)1", "a[2,3)2");
    }

    @Test
    void aMarkThatStaysTakesThePlaceOfTheOneItOvertakes() throws IOException {
        // U+302E has class 224 and is no nonspacing mark; it moves before U+0301, class 230, which is stripped.
        assertThat(uncased("a\u0301\u302E")).containsExactly("a[0,1)0", "##\u302E[1,2)0");
        assertThat(uncased("a\u302E\u0301")).containsExactly("a[0,1)0", "##\u302E[1,2)0");
    }

    @Test
    void aMarkThatStaysDoesNotLeaveItsWord() throws IOException {
        assertThat(uncased("a\u302E a")).containsExactly("a[0,1)0", "##\u302E[1,2)0", "a[3,4)1");
        assertThat(uncased("a\u302E漢")).containsExactly("a[0,1)0", "##\u302E[1,2)0", "漢[2,3)1");
        assertThat(uncased("a\u302E!")).containsExactly("a[0,1)0", "##\u302E[1,2)0", "![2,3)1");
    }

    @Test
    void aMarkThatOvertakesTheAccentOfADecompositionKeepsItsPlace() throws IOException {
        assertThat(uncased("á\u302E")).containsExactly("a[0,1)0", "##\u302E[1,2)0");
    }

    @Test
    void aMarkNewerThanTheCategoriesOfTheReferenceStays() throws IOException {
        assertThat(uncased("a\u08D4")).containsExactly("a[0,1)0", "##\u08D4[1,2)0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000", "\u0007", "\u007F", "\u0085", "\u00AD", "\u200B", "\u200D", "\u202E", "\uE000", "\uFEFF",
                "\uFFFD", "\uD800", "\uDC00"
            })
    void anInvisibleCharacterVanishesWithoutEndingTheWord(String invisible) throws IOException {
        assertThat(uncased("ab" + invisible + "cd")).containsExactly("ab[0,2)0", "##cd[3,5)0");
        assertThat(uncased(invisible + "a" + invisible)).containsExactly("a[1,2)0");
        assertThat(uncased(invisible)).isEmpty();
    }

    @Test
    void anIdeographIsAWordIfTheOptionsSaySo() throws IOException {
        assertThat(uncased("a漢字a")).containsExactly("a[0,1)0", "漢[1,2)1", "字[2,3)2", "a[3,4)3");
        var joined = new WordPieceOptions(true, true, false, "[UNK]", "[CLS]", "[SEP]", "##", 100);
        assertThat(pieces(tokenizer(joined), "a漢字a")).containsExactly("[UNK][0,4)0");
    }

    @Test
    void aCompatibilityIdeographBecomesTheUnifiedOne() throws IOException {
        assertThat(uncased("\uF900")).containsExactly("豈[0,1)0");
    }

    @Test
    void anEmojiIsTwoUnitsAndNoWordOfItsOwn() throws IOException {
        assertThat(uncased("a 😀😀!")).containsExactly("a[0,1)0", "😀[2,4)1", "##😀[4,6)1", "![6,7)2");
    }

    @Test
    void anEmojiSequenceLosesItsJoiner() throws IOException {
        assertThat(uncased("👩\u200D🚀")).containsExactly("👩[0,2)0", "##🚀[3,5)0");
    }

    @Test
    void manyTimesTheSameEmojiAreOneUnknownWord() throws IOException {
        assertThat(uncased("😀".repeat(100))).hasSize(100).last().isEqualTo("##😀[198,200)0");
        assertThat(uncased("😀".repeat(512) + " a")).containsExactly("[UNK][0,1024)0", "a[1025,1026)1");
    }

    @Test
    void aWordOverTheLimitIsUnknownWhateverIsInIt() throws IOException {
        assertThat(uncased("a".repeat(100))).hasSize(100);
        assertThat(uncased("a".repeat(101))).containsExactly("[UNK][0,101)0");
        assertThat(uncased("á".repeat(101))).containsExactly("[UNK][0,101)0");
    }

    @Test
    void theLimitCountsCharactersAfterDecomposition() throws IOException {
        var three = new WordPieceOptions(true, true, true, "[UNK]", "[CLS]", "[SEP]", "##", 3);
        assertThat(pieces(tokenizer(three), "한")).hasSize(3);
        assertThat(pieces(tokenizer(three), "한b")).containsExactly("[UNK][0,2)0");
        assertThat(pieces(tokenizer(three), "a\u0301\u0301a\u0301a")).hasSize(3);
    }

    @Test
    void textFromRightToLeftHasOffsetsInStorageOrder() throws IOException {
        assertThat(uncased("של a")).containsExactly("ש[0,1)0", "##ל[1,2)0", "a[3,4)1");
    }

    @Test
    void marksHeapedOnALetterVanish() throws IOException {
        assertThat(uncased("a" + "\u0301\u0323\u0334\u0345".repeat(50) + "b")).containsExactly("ab[0,202)0");
    }

    @Test
    void specialPiecesInATextAreText() throws IOException {
        assertThat(uncased("a [SEP] [CLS]a[MASK]"))
                .containsExactly(
                        "a[0,1)0",
                        "[[2,3)1",
                        "sep[3,6)2",
                        "][6,7)3",
                        "[[8,9)4",
                        "cls[9,12)5",
                        "][12,13)6",
                        "a[13,14)7",
                        "[[14,15)8",
                        "mask[15,19)9",
                        "][19,20)10");
        assertThat(cased("[SEP]x [UNK]"))
                .containsExactly(
                        "[[0,1)0", "[UNK][1,4)1", "][4,5)2", "[UNK][5,6)3", "[[7,8)4", "[UNK][8,11)5", "][11,12)6");
    }

    @Test
    void aSpecialPieceThatIsAnOrdinaryWordIsUnknownInAText() throws IOException {
        var options = new WordPieceOptions(true, true, true, "[UNK]", "cls", "sep", "##", 100);
        assertThat(pieces(tokenizer(options), "a cls sep mask"))
                .containsExactly("a[0,1)0", "[UNK][2,5)1", "[UNK][6,9)2", "mask[10,14)3");
    }

    @Test
    void aTextWithoutWordsHasNoPieces() throws IOException {
        assertThat(uncased("")).isEmpty();
        assertThat(uncased(" \t\u3000\n")).isEmpty();
        assertThat(uncased("\u0301")).isEmpty();
    }

    @Test
    void anEmptyContinuationIsAllowed() throws IOException {
        var options = new WordPieceOptions(true, true, true, "[UNK]", "[CLS]", "[SEP]", "", 100);
        assertThat(pieces(tokenizer(options), "pumpab")).containsExactly("pump[0,4)0", "ab[4,6)0");
    }

    @Test
    void knowsItsVocabulary() throws IOException {
        var tokenizer = tokenizer(WordPieceOptions.uncased());
        assertThat(tokenizer.vocabularySize()).isEqualTo(SPECIAL.size() + PIECES.size());
        assertThat(tokenizer.unknownId()).isEqualTo(1);
        assertThat(tokenizer.special().classify()).isEqualTo(2);
        assertThat(tokenizer.special().separate()).isEqualTo(3);
        assertThat(tokenizer.piece(0)).isEqualTo("[PAD]");
        assertThat(tokenizer.piece(SPECIAL.size())).isEqualTo("pump");
        assertThatThrownBy(() -> tokenizer.piece(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tokenizer.piece(tokenizer.vocabularySize()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private List<String> uncased(String text) throws IOException {
        return pieces(tokenizer(WordPieceOptions.uncased()), text);
    }

    private List<String> cased(String text) throws IOException {
        return pieces(tokenizer(WordPieceOptions.cased()), text);
    }

    private WordPieceTokenizer tokenizer(WordPieceOptions options) throws IOException {
        var lines = new ArrayList<>(SPECIAL);
        lines.addAll(PIECES);
        return WordPieceTokenizer.read(Files.write(folder.resolve("vocab.txt"), lines), options);
    }

    private static List<String> pieces(WordPieceTokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text);
        var pieces = new ArrayList<String>();
        for (int i = 0; i < encoding.size(); i++) {
            pieces.add("%s[%d,%d)%d"
                    .formatted(tokenizer.piece(encoding.id(i)), encoding.start(i), encoding.end(i), encoding.word(i)));
        }
        return pieces;
    }
}
