// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WhiteSpaceTest {
    /// As Python says: `[hex(c) for c in range(65536) if chr(c).isspace()]`
    @Test
    void isWhatPythonCallsSpace() {
        String found = IntStream.rangeClosed(0, 0xffff)
                .filter(c -> WhiteSpace.is((char) c))
                .mapToObj(Integer::toHexString)
                .collect(Collectors.joining(" "));

        assertThat(found)
                .isEqualTo("9 a b c d 1c 1d 1e 1f 20 85 a0 1680 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009 200a"
                        + " 2028 2029 202f 205f 3000");
    }

    @Test
    void isTakenFromTheEndsAlone() {
        assertThat(WhiteSpace.trim("\u00a0\n a b\t\u3000")).isEqualTo("a b");
        assertThat(WhiteSpace.trimStart(" a ")).isEqualTo("a ");
        assertThat(WhiteSpace.trimEnd(" a ")).isEqualTo(" a");
        assertThat(WhiteSpace.trim(" \n ")).isEmpty();
        assertThat(WhiteSpace.trim("")).isEmpty();
    }
}
