// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The reference is Sunday, 22 November 2026, 10:00 UTC (11:00 in Germany).
class DateTimePatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            US | due ⟦2026-11-22⟧, not ⟦2026/12/01⟧                    | 2026-11-22; 2026-12-01
            US | ⟦22.11.2026⟧ and ⟦1.2.2027⟧                           | 2026-11-22; 2027-02-01
            US | on ⟦3/11/2024⟧                                        | 2024-03-11
            DE | am ⟦3/11/2024⟧                                        | 2024-11-03
            US | ⟦21/04/2016⟧ can only be April                        | 2016-04-21
            US | ⟦3/11/24⟧                                             | 2024-03-11
            DE | seit ⟦03.11.24⟧                                       | 2024-11-03
            US | ⟦22 Nov 2026⟧, ⟦22-Nov-2026⟧, ⟦Nov. 22, 2026⟧          | 2026-11-22; 2026-11-22; 2026-11-22
            US | ⟦November 22nd⟧ and ⟦21st of November⟧                | 2026-11-22; 2026-11-21
            US | ⟦Sep 23⟧ and ⟦Sep 22⟧                                 | 2026-09-23; 2027-09-22
            US | ⟦2007 December 11⟧                                    | 2007-12-11
            US | in ⟦November 2026⟧ or ⟦Feb 2027⟧                      | 2026-11; 2027-02
            US | ⟦twenty first of june⟧, ⟦may the eleventh⟧            | 2027-06-21; 2027-05-11
            US | ⟦june fourteenth twenty twenty seven⟧                 | 2027-06-14
            """)
    void readsDates(String region, String text, String values) {
        MarkedText.check(PatternType.DATE_TIME, region, text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ⟦14:00⟧, ⟦7:05⟧ and ⟦07:05:30⟧                     | 14:00; 07:05; 07:05:30
            ⟦2 pm⟧, ⟦3pm⟧, ⟦2.30pm⟧, ⟦7 P.M.⟧                  | 14:00; 15:00; 14:30; 19:00
            ⟦12 am⟧, ⟦12 pm⟧, ⟦12:15 am⟧                       | 00:00; 12:00; 00:15
            ⟦340 pm⟧, ⟦0730 hrs⟧, ⟦14h30⟧                      | 15:40; 07:30; 14:30
            ⟦half past seven⟧, ⟦quarter to eight⟧              | 07:30; 07:45
            ⟦quarter to one pm⟧, ⟦ten minutes past 3⟧          | 12:45; 03:10
            ⟦seven thirty pm⟧, ⟦five o'clock⟧, ⟦nine p. m.⟧     | 19:30; 05:00; 21:00
            ⟦noon⟧, ⟦midnight⟧, ⟦12 noon⟧                      | 12:00; 00:00; 12:00
            ⟦7 in the evening⟧, ⟦six in the morning⟧           | 19:00; 06:00
            from ⟦14:00⟧-⟦16:00⟧ daily                         | 14:00; 16:00
            ⟦10:00 UTC⟧, ⟦10:00Z⟧, ⟦10:00+05:30⟧, ⟦10:00 CET⟧  | 10:00Z; 10:00Z; 10:00+05:30; 10:00+01:00
            in the afternoon at ⟦3:30⟧                         | 15:30
            BACK AT ⟦3PM⟧.                                     | 15:00
            """)
    void readsTimesOfDay(String text, String values) {
        MarkedText.check(PatternType.DATE_TIME, "US", text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            before ⟦Friday 14:00⟧                          | 2026-11-27T14:00
            ⟦tomorrow 8:30am⟧, ⟦2 pm today⟧                | 2026-11-23T08:30; 2026-11-22T14:00
            ⟦tonight at 8⟧ or ⟦tomorrow morning at seven⟧  | 2026-11-22T20:00; 2026-11-23T07:00
            ⟦yesterday at noon⟧                            | 2026-11-21T12:00
            ⟦midnight tonight⟧                             | 2026-11-23T00:00
            ⟦22.11.2026 14:00⟧                             | 2026-11-22T14:00
            ⟦2026-11-22 14:00:05⟧                          | 2026-11-22T14:00:05
            ⟦20261122T081533Z⟧, ⟦20261122T0815⟧            | 2026-11-22T08:15:33Z; 2026-11-22T08:15
            ⟦2026-11-22T10:00:00Z⟧                         | 2026-11-22T10:00:00Z
            ⟦2026-11-22T10:00:00.123-05:00⟧                | 2026-11-22T10:00:00.123-05:00
            ⟦Nov 22, 2026 at 3 pm⟧                         | 2026-11-22T15:00
            ⟦04:02, 11 December 2007 (UTC)⟧                | 2007-12-11T04:02Z
            Wed ⟦Oct 26 15:50:06 2016⟧                     | 2016-10-26T15:50:06
            ⟦8pm on Friday⟧                                | 2026-11-27T20:00
            ⟦7:30 tomorrow evening⟧                        | 2026-11-23T19:30
            """)
    void joinsDatesAndTimes(String text, String values) {
        MarkedText.check(PatternType.DATE_TIME, "US", text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ⟦today⟧, ⟦tomorrow⟧ and ⟦yesterday⟧            | 2026-11-22; 2026-11-23; 2026-11-21
            ⟦this morning⟧, ⟦last night⟧, ⟦tonight⟧        | 2026-11-22; 2026-11-21; 2026-11-22
            ⟦the day after tomorrow⟧                       | 2026-11-24
            ⟦Sunday⟧ and ⟦Monday⟧                          | 2026-11-22; 2026-11-23
            ⟦this Friday⟧, ⟦next Friday⟧, ⟦last Friday⟧    | 2026-11-27; 2026-11-27; 2026-11-20
            ⟦Friday next week⟧, ⟦next week on Friday⟧      | 2026-11-27; 2026-11-27
            ⟦Friday, 27 November⟧, ⟦Friday 20 November⟧    | 2026-11-27; 2026-11-20
            ⟦Fri 27.11. 14:00⟧ to ⟦Sat 28.11⟧. late         | 2026-11-27T14:00; 2026-11-28
            from ⟦may 1⟧ to ⟦may 5⟧                        | 2027-05-01; 2027-05-05
            ⟦Friday 11/27⟧                                 | 2026-11-27
            by ⟦Fri⟧ or ⟦Sat 9:00⟧                         | 2026-11-27; 2026-11-28T09:00
            ⟦today⟧'s shift                                | 2026-11-22
            """)
    void countsFromTheReference(String text, String values) {
        MarkedText.check(PatternType.DATE_TIME, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "31 Feb 2026",
                "Feb 30",
                "31.02.2026 or 2026-13-01 or 13/14/2026",
                "29.02.2026",
                "25:61, 24:30, 7:5, 12:60",
                "2026-11-22T25:00",
                "20261122T256100Z, 20261132T0815, 20261122",
                "Friday 7.30 and Friday 28.11.",
                "10:20:30:40",
                "2026-11-22-001, 22.11.2026-A7",
                "ID-2026-11-22",
                "mix 1:10, gear ratio 2:15, 16:19 ratio",
                "version 10.11.12",
                "10-11-12 and 3/4 and 24/7",
                "pump 5 may fail, you may 3 times try",
                "the sun, he sat, wed in white",
                "Monday to Friday, every Friday, Fridays",
                "Black Friday and the first Friday of the month",
                "Friday the 13th",
                "USA Today wrote",
                "the last Monday of the month",
                "two days after today",
                "compressor 2 PM due",
                "I for one am for it",
                "takes five to ten minutes",
                "from 20 to 8",
                "5 december 1391",
                "runs 1400 hours",
                "12.5.3",
                "2026",
                "half of it, a quarter of an hour",
                "9:00a"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.DATE_TIME, "US", text, null);
    }

    @Test
    void dayFollowsTheZone() {
        // Given half past eleven at night in London, which is already tomorrow in Berlin
        Instant late = Instant.parse("2026-11-22T23:30:00Z");
        PatternExtractor berlin = new PatternExtractor(PatternOptions.ofRegion("DE", ZoneId.of("Europe/Berlin")));

        // When / Then
        assertThat(berlin.extract("today", late))
                .extracting(PatternMatch::value)
                .containsExactly("2026-11-23");
        assertThat(MarkedText.extractor("US").extract("today", late))
                .extracting(PatternMatch::value)
                .containsExactly("2026-11-22");
    }

    @Test
    void weekdayWhoseTimeHasPassedIsNextWeeks() {
        // Given a Friday at 15:00
        Instant friday = Instant.parse("2026-11-27T15:00:00Z");
        PatternExtractor extractor = MarkedText.extractor("US");

        // When / Then
        assertThat(extractor.extract("Friday 14:00", friday))
                .extracting(PatternMatch::value)
                .containsExactly("2026-12-04T14:00");
        assertThat(extractor.extract("Friday 16:00", friday))
                .extracting(PatternMatch::value)
                .containsExactly("2026-11-27T16:00");
        assertThat(extractor.extract("today 14:00", friday))
                .extracting(PatternMatch::value)
                .containsExactly("2026-11-27T14:00");
    }

    @Test
    void leapDayWithoutYearIsTheNextOne() {
        assertThat(MarkedText.extractor("US").extract("Feb 29", MarkedText.REFERENCE))
                .extracting(PatternMatch::value)
                .containsExactly("2028-02-29");
    }
}
