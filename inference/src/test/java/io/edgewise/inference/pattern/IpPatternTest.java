// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            device ⟦10.0.0.5⟧ unreachable                          | 10.0.0.5
            ⟦192.168.1.20⟧:502 refused, ⟦192.168.1.21⟧ too.        | 192.168.1.20; 192.168.1.21
            subnet ⟦10.1.0.0⟧/16                                   | 10.1.0.0
            (⟦255.255.255.255⟧)                                    | 255.255.255.255
            user: ⟦10.0.0.5⟧                                       | 10.0.0.5
            ::⟦10.0.0.5⟧                                           | 10.0.0.5
            link-local ⟦fe80::204:61ff:fe9d:f156⟧%eth0             | fe80::204:61ff:fe9d:f156
            ⟦2001:DB8:0:0:8:800:200C:417A⟧                         | 2001:db8::8:800:200c:417a
            ⟦2001:0db8:0000:0000:0000:0000:0000:0001⟧.             | 2001:db8::1
            ⟦0:0:0:0:0:0:0:0⟧                                      | ::
            ⟦2001:db8:0:1:1:1:1:1⟧                                 | 2001:db8:0:1:1:1:1:1
            ⟦2001:0:0:1:0:0:0:1⟧                                   | 2001:0:0:1::1
            loopback ⟦::1⟧                                         | ::1
            ping ⟦12::1⟧                                           | 12::1
            ⟦::ffff:10.0.0.5⟧                                      | ::ffff:10.0.0.5
            prefix ⟦2001:db8::⟧/32                                 | 2001:db8::
            IP ⟦１０．０．０．５⟧                                   | 10.0.0.5
            """)
    void findsAddressesInCanonicalForm(String text, String values) {
        MarkedText.check(PatternType.IP, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "firmware 1.2.3.4",
                "version 10.0.0.5 installed",
                "see section 4.1.2.3",
                "v2.0.1.7",
                "256.1.1.1",
                "1111.1.1.1",
                "1.1.1.256",
                "08.008.08.08",
                "1.2.3",
                "1.2.3.4.5",
                "10.0.0.5.example",
                "AB-10.0.0.5",
                "10:00",
                "12:30:45",
                "slip in 10::30",
                "std::vector",
                "dead::beef",
                "12::44:f:45::1",
                "fe80:::1",
                "1:2:3:4:5:6:7:8:9",
                "say:",
                ":::: indent"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.IP, "US", text, null);
    }
}
