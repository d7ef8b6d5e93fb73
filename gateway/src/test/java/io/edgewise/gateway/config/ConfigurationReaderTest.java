// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.edgewise.gateway.config.BrokerConfiguration.Address.Embedded;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Remote;
import io.edgewise.gateway.config.GatewayConfiguration.HttpConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.gateway.fake.FakeBundles;
import io.edgewise.gateway.fake.Signatures;
import io.edgewise.inference.lane.ModelOptions;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.VendorDelegate;
import io.edgewise.inference.signing.TrustedKey;
import io.edgewise.inference.signing.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keys outside of routes, and files that can't be read.
class ConfigurationReaderTest {
    private static final String LEAST = """
            gateway: { id: pi }
            broker: { url: mqtt://broker.site }
            models:
              moderation: { bundle: models/moderation }
            routes:
              - name: chat
                from: terminals/+/text
                steps:
                  - moderate: { model: moderation }
            """;

    @TempDir
    private Path folder;

    @Test
    void whatIsLeftOutTakesItsDefault() {
        FakeBundles.write(folder);

        GatewayConfiguration read = ConfigurationReader.parse(LEAST, folder.resolve("edgewise.yaml"));

        assertThat(read.id()).isEqualTo("pi");
        assertThat(read.firstBroker())
                .isEqualTo(new BrokerConfiguration(
                        new Remote("broker.site", 1883, false),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(read.http()).isEqualTo(new HttpConfiguration("127.0.0.1", 8080));
        assertThat(read.inference()).isEqualTo(new InferenceConfiguration(0, Optional.empty()));
        assertThat(read.board()).isEqualTo(new BoardConfiguration(true, OptionalDouble.empty(), Duration.ofSeconds(5)));
        assertThat(read.models())
                .containsExactly(Map.entry("moderation", ModelConfiguration.of(folder.resolve("models/moderation"))));
        assertThat(read.state()).isEqualTo(folder.resolve("state"));
        assertThat(read.routes()).hasSize(1);
    }

    /// Only the service has its credentials: who checks its configuration has none.
    @Test
    void secretsCanBeCredentialsOfSystemd() throws IOException {
        BrokerConfiguration broker = Draft.in(folder)
                .line(2, "broker: { url: mqtt://x, username: gw, password-file: credential:mqtt.password }")
                .read()
                .firstBroker();

        assertThat(broker.passwordFile()).contains(new SecretFile.Credential("mqtt.password"));
    }

    @Test
    void everyKeyIsRead() throws IOException {
        FakeBundles.write(folder);
        for (String file : List.of("ca.pem", "gw.pem", "gw.key", "secret", "lib.so")) {
            Files.writeString(folder.resolve(file), "x");
        }

        TrustedKey key = Signatures.key(folder, "release");
        Signatures.sign(folder.resolve("models/moderation"), folder.resolve("release.pem"));

        GatewayConfiguration read = ConfigurationReader.parse("""
                gateway: { id: lobby_pi.2-b }
                broker:
                  url: mqtts://broker.site:8884
                  ca: ca.pem
                  cert: gw.pem
                  key: gw.key
                  username: gateway
                  password-file: secret
                http: { bind: localhost, port: 0 }
                inference: { lanes: 3, library: lib.so, require-signature: release.pub }
                delegates:
                  npu:
                    kind: external
                    library: lib.so
                    options: { device: "0" }
                    search-path: [npu/lib]
                    fixed-shapes: false
                    pass-limit: 500ms
                    cool-off: 1m
                models:
                  guard:
                    bundle: models/moderation
                    delegate: [npu, xnnpack]
                    deterministic: true
                    allow-slow: true
                    lazy: true
                    unload-after: 10m
                routes:
                  - name: chat
                    from: terminals/+/text
                    steps:
                      - moderate: { model: guard }
                state: /var/lib/edgewise
                board: { governor: false, limit: 75.5, interval: 10s }
                """, folder.resolve("edgewise.yaml"));

        assertThat(read.id()).isEqualTo("lobby_pi.2-b");
        assertThat(read.firstBroker())
                .isEqualTo(new BrokerConfiguration(
                        new Remote("broker.site", 8884, true),
                        Optional.of(folder.resolve("ca.pem")),
                        Optional.of(folder.resolve("gw.pem")),
                        Optional.of(new SecretFile.AtPath(folder.resolve("gw.key"))),
                        Optional.of("gateway"),
                        Optional.of(new SecretFile.AtPath(folder.resolve("secret"))),
                        Optional.empty()));
        assertThat(read.http()).isEqualTo(new HttpConfiguration("localhost", 0));
        assertThat(read.board())
                .isEqualTo(new BoardConfiguration(false, OptionalDouble.of(75.5), Duration.ofSeconds(10)));
        assertThat(read.inference())
                .isEqualTo(new InferenceConfiguration(
                        3, Optional.of(folder.resolve("lib.so")), List.of(folder.resolve("release.pub"))));
        VendorDelegate npu = new VendorDelegate(
                "npu",
                folder.resolve("lib.so"),
                Map.of("device", "0"),
                List.of(folder.resolve("npu/lib")),
                false,
                Duration.ofMillis(500),
                Duration.ofMinutes(1));
        assertThat(read.delegates()).containsExactly(Map.entry("npu", npu));
        assertThat(read.models())
                .containsEntry(
                        "guard",
                        new ModelConfiguration(
                                        folder.resolve("models/moderation"),
                                        new ModelOptions(
                                                Candidates.parse(List.of("npu", "xnnpack"), List.of(npu)),
                                                true,
                                                true,
                                                true,
                                                Optional.of(Duration.ofMinutes(10))))
                                .signedBy(new TrustedKeys(List.of(key))));
        assertThat(read.state()).isEqualTo(Path.of("/var/lib/edgewise"));
    }

    @Test
    void ofADelegateOnlyTheLibraryMustBeNamed() throws IOException {
        VendorDelegate read = delegate("npu: { library: lib.so }");

        assertThat(read)
                .isEqualTo(new VendorDelegate(
                        "npu",
                        folder.resolve("lib.so"),
                        Map.of(),
                        List.of(),
                        true,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30)));
    }

    @Test
    void armNnRunsOnTheProcessorUnlessToldOtherwise() throws IOException {
        assertThat(delegate("arm: { kind: arm-nn, library: lib.so }").options())
                .isEqualTo(Map.of("backends", "CpuAcc", "logging-severity", "warning"));
        assertThat(delegate("arm: { kind: arm-nn, library: lib.so, options: { backends: GpuAcc } }")
                        .options())
                .containsEntry("backends", "GpuAcc");
    }

    private VendorDelegate delegate(String line) throws IOException {
        FakeBundles.write(folder);
        Files.writeString(folder.resolve("lib.so"), "x");
        String yaml = """
                gateway: { id: pi }
                broker: { url: embedded }
                delegates:
                  %s
                models:
                  moderation: { bundle: models/moderation }
                routes:
                  - name: chat
                    from: terminals/+/text
                    steps:
                      - moderate: { model: moderation }
                """.formatted(line);
        return ConfigurationReader.parse(yaml, folder.resolve("edgewise.yaml"))
                .delegates()
                .values()
                .iterator()
                .next();
    }

    @Test
    void lanesAreOnePerCoreLessOneUnlessCounted() {
        int cores = Runtime.getRuntime().availableProcessors();

        assertThat(new InferenceConfiguration(5, Optional.empty()).laneCount()).isEqualTo(5);
        assertThat(new InferenceConfiguration(0, Optional.empty()).laneCount()).isEqualTo(Math.max(1, cores - 1));
    }

    @Test
    void modelsAndRoutesKeepTheirOrder() {
        GatewayConfiguration read = Draft.in(folder)
                .line(6, "z-model: { bundle: models/moderation }")
                .line(7, "a-model: { bundle: models/moderation }")
                .line(13, "moderate: { model: z-model }")
                .read();

        assertThat(read.models().keySet()).containsExactly("z-model", "a-model");
    }

    @Test
    void readsAFileWithAByteOrderMarkAndWindowsLineEnds() throws IOException {
        FakeBundles.write(folder);
        Path file = Files.writeString(folder.resolve("edgewise.yaml"), "\uFEFF" + LEAST.replace("\n", "\r\n"));

        assertThat(ConfigurationReader.read(file).id()).isEqualTo("pi");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("nothing.yaml");

        assertThatThrownBy(() -> ConfigurationReader.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": 1 problem\n  there is no such file");
    }

    @Test
    void aFolderIsNoConfiguration() {
        assertThatThrownBy(() -> ConfigurationReader.read(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(folder + ": 1 problem\n  it can't be read: ");
    }

    @Test
    void bytesThatAreNotUtf8AreToldAsSuch() throws IOException {
        Path file = folder.resolve("edgewise.yaml");
        Files.write(file, "gateway: { id: caf\u00e9 }".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ConfigurationReader.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + ": 1 problem\n  it is not UTF-8: save it in that encoding");
    }

    @Test
    void problemsAreCountedAndListedWithLineAndPath() {
        assertThatThrownBy(() -> Draft.in(folder)
                        .line(1, "gateway: { id: 'a b' }")
                        .line(14, "stat: kept")
                        .read())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        %s/edgewise.yaml: 2 problems
                          line 1: gateway.id: expected letters, digits, dot, hyphen and underscore, at most 63, got "a b"
                          line 14: stat: unknown key: did you mean "state"? (have: board, broker, brokers, delegates, gateway, generators, http, inference, lifecycle, models, routes, state)""".formatted(folder));
    }

    @Test
    void problemsOfEveryPartAreReportedAtOnceInTheOrderOfReading() {
        assertThat(Draft.in(folder)
                        .line(2, "broker: { url: http://x }")
                        .line(3, "http: { port: 70000, prot: 1 }")
                        .line(6, "moderation: { }")
                        .line(9, "name: a/b")
                        .line(10, "from: a/#/b")
                        .line(13, "moderat: { model: moderation }")
                        .problems())
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("line 2: broker.url: "),
                        p -> assertThat(p).startsWith("line 3: http.port: "),
                        p -> assertThat(p).startsWith("line 3: http.prot: unknown key: did you mean \"port\"?"),
                        p -> assertThat(p).startsWith("line 6: models.moderation.bundle: is missing"),
                        p -> assertThat(p).startsWith("line 9: routes[0].name: "),
                        p -> assertThat(p).startsWith("line 10: routes[0].from: "),
                        p -> assertThat(p)
                                .isEqualTo(
                                        "line 13: routes[0].steps[0]: expected moderate, extract, classify, embed, generate or choose"),
                        p -> assertThat(p)
                                .startsWith(
                                        "line 13: routes[0].steps[0].moderat: unknown key: did you mean"
                                                + " \"moderate\"? (have: choose, classify, embed, extract, generate, moderate, when)"));
    }

    @Test
    void whatIsWrongBetweenPartsIsLookedForOnlyWhenEachIsRight() {
        assertThat(Draft.in(folder)
                        .line(3, "http: { port: -1 }")
                        .line(13, "moderate: { model: nothing }")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("line 3: http.port");
    }

    @Test
    void anEmbeddedBrokerMayHaveAPort() {
        assertThat(Draft.in(folder)
                        .line(2, "broker: { url: 'embedded:1884' }")
                        .read()
                        .firstBroker()
                        .address())
                .isEqualTo(new Embedded(1884));
    }

    @Test
    void severalBrokersHaveNamesThatRoutesUse() {
        Draft draft = Draft.in(folder).line(2, "brokers: { site: { url: mqtt://here }, plant: { url: mqtt://there } }");

        GatewayConfiguration read = draft.line(11, "out: plant").read();
        assertThat(read.brokers().keySet()).containsExactly("site", "plant");
        assertThat(read.routes().getFirst().in()).isEqualTo("site");
        assertThat(read.routes().getFirst().out()).isEqualTo("plant");
        assertThat(draft.line(11, "in: sites").problems())
                .containsExactly(
                        "line 11: routes[0].in: no broker \"sites\": did you mean \"site\"? (have: site, plant)");
    }

    @Test
    void aMessageThatGoesToAnotherBrokerComesNotBack() {
        Draft draft = Draft.in(folder)
                .line(2, "brokers: { site: { url: mqtt://here }, plant: { url: mqtt://there } }")
                .line(11, "to: terminals/{1}/text");

        assertThat(draft.problems()).singleElement().asString().contains("go round for ever");
        assertThat(draft.line(10, "from: terminals/+/text\n    out: plant").problems())
                .isEmpty();
    }

    @Test
    void oneBrokerOrSeveralButNotBothAndNotNone() {
        assertThat(Draft.in(folder).line(2, "").problems())
                .containsExactly(
                        "line 1: broker: is missing: say where the broker is, as broker: { url: mqtt://HOST:1883 }");
        assertThat(Draft.in(folder)
                        .line(2, "broker: { url: embedded }\nbrokers: { a: { url: embedded } }")
                        .problems())
                .singleElement()
                .asString()
                .contains("brokers: stands beside broker");
    }

    @Test
    void aBrokerMayHaveASpool() {
        assertThat(Draft.in(folder)
                        .line(2, "broker: { url: embedded, spool: { size: 2MiB, age: 1h, sync: always } }")
                        .read()
                        .firstBroker()
                        .spool())
                .hasValue(new SpoolConfiguration(2 << 20, Duration.ofHours(1), Duration.ZERO));
        assertThat(Draft.in(folder)
                        .line(2, "broker: { url: embedded, spool: { } }")
                        .read()
                        .firstBroker()
                        .spool())
                .hasValue(new SpoolConfiguration(64 << 20, Duration.ofDays(7), Duration.ofMillis(200)));
    }
}
