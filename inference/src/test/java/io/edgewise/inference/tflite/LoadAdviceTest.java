// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadAdviceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/lib/libc.so.6: version `GLIBC_2.34' not found (required by x.so) | glibc 2.34 and libstdc++ 3.4.30",
                "libstdc++.so.6: version `GLIBCXX_3.4.30' not found | Debian 12, Ubuntu 22.04, Raspberry Pi OS 12",
                "x.so: wrong ELF class: ELFCLASS32 | built for another machine, or it is damaged: this one is ",
                "x.so: invalid ELF header | built for another machine, or it is damaged",
                "x.so: failed to map segment from shared object | mounted noexec: set cache to a folder",
                "libstdc++.so.6: cannot open shared object file | Install libstdc++6 and libgcc-s1.",
                "libgcc_s.so.1: cannot open shared object file | Install libstdc++6 and libgcc-s1."
            })
    void theLoadersSentenceIsFollowedByWhatToDo(String error, String advice) {
        assertThat(LoadAdvice.of(error)).startsWith(" ").contains(advice);
    }

    @Test
    void anUnknownSentenceStandsAlone() {
        assertThat(LoadAdvice.of("out of memory")).isEmpty();
    }
}
