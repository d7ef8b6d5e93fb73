// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    private static final String OTHERS = """
            7f3c1a000000-7f3c1a022000 rw-p 00000000 00:00 0
            7f3c2b400000-7f3c2b5e2000 r-xp 00022000 fe:00 4711                       /usr/lib/jvm/java-25/lib/server/libjvm.so
            """;

    @TempDir
    Path folder;

    private boolean maps(String mappings) throws IOException {
        return Program.mapsAotCache(Files.writeString(folder.resolve("maps"), mappings));
    }

    @Test
    void aCacheThatIsMappedIsUsed() throws Exception {
        assertThat(
                        maps(
                                OTHERS
                                        + "3e001000-418f3000 rw-p 00001000 fe:00 100                            /var/cache/edgewise/edgewise.aot\n"))
                .isTrue();
    }

    @Test
    void otherwiseItIsNot() throws Exception {
        assertThat(maps(OTHERS)).isFalse();
        assertThat(Program.mapsAotCache(folder.resolve("missing"))).isFalse();
    }

    @Test
    void withoutAJarItIsFromSources() {
        assertThat(Program.running()).isEqualTo(new Program("sources", false));
    }
}
