// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgewise.testkit.ProjectRoot;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// `deploy/site-ca`, by its own tests.
final class SiteCaIT {
    private record Said(int status, String text) {}

    private static Said run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), text);
    }

    @Test
    void certificatesAreVerifiedAndMistakesRefused() throws Exception {
        assumeTrue(
                run("sh", "-c", "openssl version 2>&1 || true").text().matches("(?s)OpenSSL [3-9].*"),
                "skipped: OpenSSL 3 or later is not installed (apt install openssl)");

        Said said = run(ProjectRoot.path("deploy/test/site-ca").toString());

        assertThat(said.text()).endsWith("checks of site-ca passed\n");
        assertThat(said.status()).isZero();
    }
}
