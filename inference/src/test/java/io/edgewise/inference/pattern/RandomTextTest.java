// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random text of the pieces that the recognisers look for: whatever it is, the result keeps its promises.
class RandomTextTest {
    private static final long SEED = 20261122;
    private static final int TEXTS = 20_000;
    private static final String[] PIECES =
            ("0 1 2 5 9 10 31 60 99 2026 1200 12345678 4111111111111111 . , : ; - / + ( ) @ # % ° ' \" $ € _ \\ ~ = * ^"
                            + " a A x X m s V C F in T Z h l per of the at to and call tel ext S/N serial no. asset tag IP MAC ip version"
                            + " am pm a.m. o'clock noon half quarter past today tomorrow night morning Friday Sat may March Nov. 22nd first"
                            + " twenty one hundred thousand million point minus bar mm litres percent degrees celsius dollars cents EUR m³"
                            + " www. http:// .com example.org DE89 00:1b fe80:: :: CV- AB12 P-17 ½ １ ａ ٣ é 漢 😀 \u00A0 \u2009 \u202E \uD800 \n \t –")
                    .split(" ");

    @ParameterizedTest
    @ValueSource(strings = {"US", "DE", "GB"})
    void matchesAreSortedInRangeApartAndNeverBlank(String region) {
        Random random = new Random(SEED);
        PatternExtractor extractor = new PatternExtractor(PatternOptions.ofRegion(region, ZoneOffset.UTC));
        int found = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            List<PatternMatch> matches = extractor.extract(text, MarkedText.REFERENCE);
            check(text, matches);
            found += matches.size();
        }
        assertThat(found).as("the pieces make matches at all").isGreaterThan(TEXTS / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x3000, 0x1_0000})
    void anyCharactersAreAccepted(int bound) {
        Random random = new Random(SEED);
        PatternExtractor extractor = MarkedText.extractor("US");
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append((char) random.nextInt(bound));
            }
            check(text.toString(), extractor.extract(text.toString(), MarkedText.REFERENCE));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(14); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private static void check(String text, List<PatternMatch> matches) {
        int end = 0;
        for (PatternMatch match : matches) {
            assertThat(match.start()).as("%s in \"%s\"", match, text).isGreaterThanOrEqualTo(end);
            assertThat(match.end()).as("%s in \"%s\"", match, text).isBetween(match.start() + 1, text.length());
            assertThat(match.value()).as("%s in \"%s\"", match, text).isNotBlank();
            assertThat(text.substring(match.start(), match.end()).strip())
                    .as("%s in \"%s\"", match, text)
                    .hasSize(match.length());
            end = match.end();
        }
    }
}
