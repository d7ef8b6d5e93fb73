// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `configuration.schema.json` is what the reader itself describes (decision 0009).
class ConfigurationSchemaTest {
    private static final PublishedSchema SCHEMA = PublishedSchema.of("configuration");
    private static final String RIGHT = """
            gateway: { id: 7 }
            broker: { url: mqtts://broker.site, ca: ca.pem, cert: gw.pem, key: gw.key, username: a, password-file: b }
            http: { bind: localhost, port: 0 }
            inference: { lanes: 2, library: x.so, require-signature: [a.pub, b.pub] }
            models:
              guard: { bundle: models/moderation, delegate: [cpu, xnnpack], deterministic: true, allow-slow: false }
            routes:
              - name: chat
                from: terminals/+/text
                payload: json:/message
                steps:
                  - moderate: { model: guard, thresholds: { insult: { review: 0.5, block: 0.8 }, toxic: { block: 1 } } }
                  - extract: { model: guard, groups: [codes], region: DE, zone: UTC, min-score: 0.5, language: any }
                    when: { verdict: [allow], scores: { insult: 0.5 }, intent: a, label: b, field: PHONE }
                  - classify: { model: guard, min-score: 0.5, examples: { spill: [oil, water], noise: it hums } }
                forward: { allow: a, review: b, block: c }
                to: moderation/{1}
                response-topics: [ replies/# ]
                deadline: 2s
                max-payload: 1KiB
                window: 1
                overflow: 1MiB
                session-expiry: 1d
                qos: 0
                ordered: false
            state: /var/lib/edgewise
            board: { governor: false, limit: 75.5, interval: 10s }
            """;

    @Test
    void theCommittedSchemaIsTheOneThatTheReaderDescribes() throws IOException {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        String described = json.writeValueAsString(ConfigurationReader.schema()) + "\n";
        Path written = Files.writeString(Path.of("target", "configuration.schema.json"), described);

        assertThat(json.readTree(PublishedSchema.text("configuration")))
                .as(
                        "the reader of the configuration changed; in the repository's folder:"
                                + " cp gateway/%s docs/schemas/configuration.schema.json",
                        written)
                .isEqualTo(json.readTree(described));
    }

    @Test
    void everyKeyIsAllowed() {
        assertThat(errors(RIGHT)).isEmpty();
    }

    @Test
    void onlyTheFewKeysThatMustBeThereAreRequired() {
        assertThat(errors("""
                gateway: { id: pi }
                broker: { url: embedded }
                routes:
                  - { name: a, from: b, steps: [ moderate: { model: c } ] }
                  - { name: b, from: c, steps: [ extract: { model: d } ] }
                """)).isEmpty();
        assertThat(errors("{}")).hasSize(1);
    }

    /// A piece of the right configuration and what it is replaced with.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway: { id: 7 }=>gateway: {}",
                "port: 0=>port: 65536",
                "port: 0=>port: '80'",
                "port: 0=>prot: 80",
                "lanes: 2=>lanes: 1.5",
                "require-signature: [a.pub, b.pub]=>require-signature: { a: b }",
                "require-signature: [a.pub, b.pub]=>require-signatures: a.pub",
                "deterministic: true=>deterministic: 1",
                "delegate: [cpu, xnnpack]=>delegate: { cpu: 1 }",
                "name: chat=>naem: chat",
                "review: 0.5=>review: 2",
                "block: 1 }=>block: 0 }",
                "model: guard, groups=>groups",
                "allow: a=>alow: a",
                "window: 1=>window: 0",
                "{ spill: [oil, water], noise: it hums }=>[oil, water]",
                "noise: it hums=>noise: { a: b }",
                "ordered: false=>ordered: 'no'",
                "state: /var/lib/edgewise=>sate: x",
            })
    void whatTheReaderRefusesTheSchemaForbids(String change) {
        String[] parts = change.split("=>", -1);
        assertThat(RIGHT).contains(parts[0]);

        assertThat(errors(RIGHT.replace(parts[0], parts[1]))).hasSizeGreaterThanOrEqualTo(1);
    }

    private static List<String> errors(String yaml) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return SCHEMA.errors(JsonMapper.shared().writeValueAsString(document));
    }
}
