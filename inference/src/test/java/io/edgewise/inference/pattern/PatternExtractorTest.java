// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternExtractorTest {
    private final PatternExtractor extractor = new PatternExtractor(PatternOptions.defaults());

    @Test
    void readsTheWorkOrderOfTheDesign() {
        assertThat(extractor.extract(
                        "Replace seal on pump 3, north gate, call 555-0134 before Friday 14:00", MarkedText.REFERENCE))
                .containsExactly(
                        new PatternMatch(PatternType.PHONE, 41, 49, "+1-555-0134"),
                        new PatternMatch(PatternType.DATE_TIME, 57, 69, "2026-11-27T14:00"));
    }

    @Test
    void findsAllTypesInOneText() {
        String text = "CV-102 at 92.5 °C since 14:00, 10.0.0.5 (00:1b:44:11:3a:b7), mail ops@example.com or see"
                + " https://example.com, tel 541-754-3010, pay DE89370400440532013000 by 4111111111111111";

        assertThat(extractor.extract(text, MarkedText.REFERENCE))
                .extracting(PatternMatch::type)
                .containsExactly(
                        PatternType.SERIAL,
                        PatternType.QUANTITY,
                        PatternType.DATE_TIME,
                        PatternType.IP,
                        PatternType.MAC,
                        PatternType.EMAIL,
                        PatternType.URL,
                        PatternType.PHONE,
                        PatternType.IBAN,
                        PatternType.CARD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://10.0.0.5:8080/2026-11-22/P-17?t=14:00  | URL       | an address keeps what it is made of
            p-17.2026-11-22@example.com                   | EMAIL     | so does a mail address
            http://user:pw@example.com/                   | URL       | the longer of two addresses stays
            S/N 4111111111111111                          | CARD      | a card number is more than a serial number
            call 4111 1111 1111 1111                      | CARD      | and more than a phone number
            00-15-17-30-22-4A                             | MAC       | a hardware address is no code
            call 2026-11-22 14:00                         | DATE_TIME | a date is no phone number
            asset 2026-11-22                              | DATE_TIME | and no asset
            5 minutes past 3                              | DATE_TIME | a time is no amount
            1200RPM                                       | QUANTITY  | an amount is no code
            call 555-0134                                 | PHONE     | a local number is no code
            """)
    void oneTypeWinsWhereSeveralFit(String text, PatternType type, String why) {
        assertThat(extractor.extract(text, MarkedText.REFERENCE))
                .as(why)
                .extracting(PatternMatch::type)
                .containsExactly(type);
    }

    @Test
    void indicesAreThoseOfTheTextAsReceived() {
        // Given surrogate pairs, full-width letters and a no-break space before the matches
        String text = "😀😀 ＣＶ－１０２ at 21,5\u00A0°C";

        // When
        List<PatternMatch> found = extractor.extract(text, MarkedText.REFERENCE);

        // Then
        assertThat(found)
                .extracting(match -> text.substring(match.start(), match.end()))
                .containsExactly("ＣＶ－１０２", "21,5\u00A0°C");
        assertThat(found).extracting(PatternMatch::value).containsExactly("CV-102", "21.5 °C");
    }

    @Test
    void trailingPunctuationAndBracketsStayOutside() {
        assertThat(extractor.extract(
                        "(P-17), \"12 mm\"; [14:00]! {ops@example.com}? <10.0.0.5>. 'tomorrow'...",
                        MarkedText.REFERENCE))
                .extracting(PatternMatch::value)
                .containsExactly("P-17", "12 mm", "14:00", "ops@example.com", "10.0.0.5", "2026-11-23");
    }

    @Test
    void threadsShareAnExtractor() {
        List<String> texts =
                List.of("call 541-754-3010", "Friday 14:00", "5 bar on CV-102", "10.0.0.5, ops@example.com");
        List<List<PatternMatch>> alone = texts.stream()
                .map(text -> extractor.extract(text, MarkedText.REFERENCE))
                .toList();

        List<Boolean> same = IntStream.range(0, 2000)
                .parallel()
                .mapToObj(i -> extractor
                        .extract(texts.get(i % texts.size()), MarkedText.REFERENCE)
                        .equals(alone.get(i % texts.size())))
                .toList();

        assertThat(same).doesNotContain(false);
    }

    @Test
    void emptyTextHasNoMatches() {
        assertThat(extractor.extract("", MarkedText.REFERENCE)).isEmpty();
        assertThat(extractor.extract(" \t\n", MarkedText.REFERENCE)).isEmpty();
    }

    @Test
    void resultCannotBeChanged() {
        List<PatternMatch> found = extractor.extract("5 bar", MarkedText.REFERENCE);

        assertThatThrownBy(found::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // it refuses these nulls; callers without its checks get a sentence
    void missingArgumentsAreRefusedWithASentence() {
        assertThatThrownBy(() -> new PatternExtractor(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("options");
        assertThatThrownBy(() -> extractor.extract(null, MarkedText.REFERENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text");
        assertThatThrownBy(() -> extractor.extract("x", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reference");
    }

    @Test
    void referenceOutsideTheCalendarIsRefused() {
        assertThatThrownBy(() -> extractor.extract("today", Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("+1000000000-12-31T23:59:59.999999999Z");
        assertThatThrownBy(() -> extractor.extract("today", Instant.MIN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void edgesOfTheCalendarAreAccepted() {
        PatternExtractor samoa = new PatternExtractor(PatternOptions.ofRegion("WS", ZoneId.of("Pacific/Apia")));

        assertThat(samoa.extract("yesterday", Instant.parse("0001-01-01T00:00:00Z")))
                .hasSize(1);
        assertThat(samoa.extract("Feb 29, next Friday", Instant.parse("9899-12-31T23:59:59Z")))
                .hasSize(2);
    }
}
