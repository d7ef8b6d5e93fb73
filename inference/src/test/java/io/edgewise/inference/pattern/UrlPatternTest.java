// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            see ⟦https://example.com/manuals/p-17.pdf#page=4⟧.         | https://example.com/manuals/p-17.pdf#page=4
            (⟦http://example.com/a_(b)⟧)                               | http://example.com/a_(b)
            broker at ⟦mqtts://broker.site:8883⟧                       | mqtts://broker.site:8883
            ⟦opc.tcp://plc-1:4840⟧ is down                             | opc.tcp://plc-1:4840
            camera ⟦rtsp://10.0.0.9/stream1⟧                           | rtsp://10.0.0.9/stream1
            console on ⟦http://[2001:db8::1]:8080/⟧                    | http://[2001:db8::1]:8080/
            ⟦http://localhost:8080/health⟧                             | http://localhost:8080/health
            look at ⟦www.example.com⟧, please                          | http://www.example.com
            WWW: ⟦WWW.Example.COM/Doc⟧                                 | http://WWW.Example.COM/Doc
            docs are on ⟦example.org/pumps⟧                            | http://example.org/pumps
            ordered at ⟦example.com⟧ and ⟦shop.example.co.uk⟧          | http://example.com; http://shop.example.co.uk
            ⟦HTTPS://EXAMPLE.COM⟧                                      | HTTPS://EXAMPLE.COM
            MORE:⟦https://example.com/x⟧                               | https://example.com/x
            ⟦https://user:secret@example.com/⟧                         | https://user:secret@example.com/
            """)
    void findsAddresses(String text, String values) {
        MarkedText.check(PatternType.URL, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https:// is missing",
                "http://#",
                "httt://example.com",
                "http://362",
                "http://256.1.1.1/",
                "http://plc7",
                "http://-bad.com/",
                "ops@example.com",
                "pump is off.it leaks",
                "valve closed.so we wait",
                "ASP.NET service stopped",
                "see readme.md and main.py",
                "at 7.am",
                "e.g. the seal, i.e. no. 4",
                "10.0.0.5",
                "v1.2.com",
                "and/or, n/a, w/o",
                "www.",
                "c:\\temp\\a.com"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.URL, "US", text, null);
    }
}
