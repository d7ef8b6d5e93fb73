// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchOutputTest {
    private static String table(BenchReport report) {
        StringWriter out = new StringWriter();
        BenchTable.print(report, new PrintWriter(out, true));
        return out.toString();
    }

    @Test
    void theTableShowsEveryPart() {
        assertThat(table(Reports.any())).isEqualTo("""
                moderation@1.0.0 on Raspberry Pi 5 Model B Rev 1.0, 4 cores, Linux 6.12 aarch64, Java 25.0.2
                20 rounds, XNNPACK on the calling thread

                TIME BY LENGTH (a pass over one text; ms)
                  tokens      best    median       p90   tokens/s   after another length
                       8     1.020     1.110     1.300      7,207     1.400
                      16     1.900     2.030     2.200      7,882     2.400
                      32     3.600     3.710     4.400      8,625     4.100
                      64     7.000     7.250     8.900      8,828     7.900
                     128    14.100    14.900    19.000      8,591    16.000
                     256    31.000    32.200    33.900      7,950    35.000
                     512    79.500    84.400   102.000      6,066    90.000

                PACKING (48 short texts, 16 tokens on average)
                  tokens in a pass   passes    texts/s     gain
                  one text               48        420   1.00 x
                  up to 32               30        480   1.14 x
                  up to 64               14        552   1.31 x  the bundle's pack-tokens
                  up to 128               7        540   1.29 x

                THREADS (passes of 32 tokens)
                  interpreters   threads of each   passes/s     gain
                             1                 1        269   1.00 x
                             1                 2        330   1.23 x
                             2                 1        510   1.90 x

                COST OF AN INTERPRETER
                  the first      160.9 ms    36.0 MiB, with the code and the model's pages
                  each next       39.7 ms    14.0 MiB
                  this process with three of them: 144 MiB resident
                  a pass of 32 tokens leaves 2,990 bytes on the Java heap

                WHERE THE TIME GOES (100 passes of 32 tokens, profiled: 4.000 ms each)
                       share   in a pass       ms
                      75.0 %          37    3.000  Fully Connected (NC, QDU8, F32, QC8W) GEMM
                      24.0 %           6    0.960  Softmax (NC, F32)
                       1.0 %           2    0.040  GATHER
                """);
    }

    @Test
    void aBusyMachineIsSaid() {
        assertThat(table(Reports.withLoad(3.2)))
                .contains("; other programs are busy (load 3.2): trust the best times only\n");
        assertThat(table(Reports.withLoad(-1))).doesNotContain("busy");
    }

    @Test
    void programsGetTheSameNumbers() {
        String text = BenchJson.of(Reports.any());

        assertThat(text.lines()).hasSize(1);
        JsonNode json = new JsonMapper().readTree(text);
        assertThat(json.at("/bundle").asString()).isEqualTo("moderation@1.0.0");
        assertThat(json.at("/lengths").size()).isEqualTo(7);
        assertThat(json.at("/lengths/4/tokens").asInt()).isEqualTo(128);
        assertThat(json.at("/lengths/4/best-ms").asDouble()).isEqualTo(14.1);
        assertThat(json.at("/lengths/4/median-ms").asDouble()).isEqualTo(14.9);
        assertThat(json.at("/lengths/4/p90-ms").asDouble()).isEqualTo(19);
        assertThat(json.at("/lengths/4/after-another-length-ms").asDouble()).isEqualTo(16);
        assertThat(json.at("/packing/mean-tokens").asDouble()).isEqualTo(16.25);
        assertThat(json.at("/packing/limits/2/gain").asDouble()).isEqualTo(1.31);
        assertThat(json.at("/parallel/2/passes-per-second").asDouble()).isEqualTo(510);
        assertThat(json.at("/interpreter/next-bytes").asLong()).isEqualTo(14 << 20);
        assertThat(json.at("/allocated-bytes").asLong()).isEqualTo(2_990);
        assertThat(json.at("/profile/operators/0/name").asString()).isEqualTo("GATHER");
        assertThat(json.at("/profile/kernels/0/total-us").asLong()).isEqualTo(300_000);
    }
}
