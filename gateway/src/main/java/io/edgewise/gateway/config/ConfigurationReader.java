// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.gateway.config.GatewayConfiguration.HttpConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.InferenceConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.LifecycleConfiguration;
import io.edgewise.gateway.config.GatewayConfiguration.ModelConfiguration;
import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentSection;
import io.edgewise.inference.document.Numbers;
import io.edgewise.inference.document.Problem;
import io.edgewise.inference.document.Problems;
import io.edgewise.inference.document.SchemaSection;
import io.edgewise.inference.document.Section;
import io.edgewise.inference.lane.ModelOptions;
import io.edgewise.inference.plan.Candidates;
import io.edgewise.inference.plan.VendorDelegate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the YAML file, and describes it as a JSON Schema.
public final class ConfigurationReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /// The name of the only broker.
    static final String BROKER = "broker";

    private final Path folder;

    private ConfigurationReader(Path folder) {
        this.folder = folder;
    }

    /// The JSON Schema of the configuration.
    public static Map<String, Object> schema() {
        return SchemaSection.describe("Edgewise configuration", new ConfigurationReader(Path.of(""))::gateway);
    }

    /// Reads a file and checks it against itself and against the bundles on disk.
    ///
    /// @throws ConfigurationException with every problem
    public static GatewayConfiguration read(Path file) {
        String yaml;
        try {
            yaml = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw failure(file, 0, "there is no such file");
        } catch (CharacterCodingException e) {
            throw failure(file, 0, "it is not UTF-8: save it in that encoding");
        } catch (AccessDeniedException e) {
            throw failure(file, 0, "this user may not read it");
        } catch (IOException e) {
            throw failure(file, 0, "it can't be read: " + e.getMessage());
        }
        return parse(yaml, file);
    }

    /// Reads a text as if it stood in `file`: relative paths are looked up beside it.
    ///
    /// @throws ConfigurationException with every problem
    public static GatewayConfiguration parse(String yaml, Path file) {
        DocumentNode document;
        try {
            document = YamlDocument.parse(yaml);
        } catch (YamlException e) {
            throw failure(file, e.line(), String.valueOf(e.getMessage()));
        }
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        Problems problems = new Problems();
        GatewayConfiguration configuration =
                DocumentSection.read(document, problems, new ConfigurationReader(folder)::gateway);
        if (problems.isEmpty()) {
            configuration = SignatureKeys.read(configuration, document, problems);
            ConfigurationCheck.run(configuration, document, problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(file, problems.list());
        }
        return configuration;
    }

    private static ConfigurationException failure(Path file, int line, String message) {
        return new ConfigurationException(file, List.of(new Problem("", line, message)));
    }

    private GatewayConfiguration gateway(Section s) {
        String id = s.section(
                "gateway",
                g -> g.required(
                        "id", "lobby-pi", ConfigurationReader::id, "this gateway's name, in topics and client ids"),
                "this gateway");
        Map<String, BrokerConfiguration> brokers = brokers(s);
        HttpConfiguration http = s.section("http", ConfigurationReader::http, "where health and metrics are served");
        InferenceConfiguration inference = s.section("inference", this::inference, "how models are run");
        Map<String, VendorDelegate> delegates = named(s.named(
                "delegates", new DelegateReader(folder)::read, "vendors' delegates, by the name that models use"));
        GatewayConfiguration configuration = new GatewayConfiguration(
                id,
                brokers,
                http,
                inference,
                delegates,
                s.named("models", m -> model(m, delegates.values()), "bundles, by the name that routes use"),
                s.named(
                        "generators",
                        g -> GeneratorConfiguration.read(g, folder),
                        "bundles that write texts, by the name that routes use"),
                s.sections(
                        "routes",
                        new RouteReader(id, folder, brokers.keySet())::read,
                        "which messages, what is done with them, where the answer goes"),
                s.optional("state", "state", folder::resolve, "folder for what must outlive a restart"),
                s.section(
                        "lifecycle", ConfigurationReader::lifecycle, "how it stops, and when it reads this file again"),
                s.section("board", BoardConfiguration::read, "how the board is kept from getting too hot"));
        if (configuration.routes().isEmpty()) {
            s.problem("routes", "there is none: a gateway without routes does nothing");
        }
        return configuration;
    }

    static String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected letters, digits, dot, hyphen and underscore, at most 63, got \"" + text + "\"");
        }
        return text;
    }

    /// One broker needs no name.
    private Map<String, BrokerConfiguration> brokers(Section s) {
        Map<String, BrokerConfiguration> brokers = new LinkedHashMap<>();
        s.maybeSection("broker", this::broker, "the MQTT broker").ifPresent(one -> brokers.put(BROKER, one));
        Map<String, BrokerConfiguration> named =
                s.named("brokers", this::broker, "several brokers, by the name that routes use (in, out)");
        if (brokers.isEmpty() == named.isEmpty()) {
            s.problem(
                    brokers.isEmpty() ? "broker" : "brokers",
                    brokers.isEmpty()
                            ? "is missing: say where the broker is, as broker: { url: mqtt://HOST:1883 }"
                            : "stands beside broker: give one broker, or several by name under brokers");
        }
        brokers.putAll(named);
        return brokers;
    }

    private static LifecycleConfiguration lifecycle(Section s) {
        return new LifecycleConfiguration(
                s.optional(
                        "drain-timeout",
                        "10s",
                        Numbers::duration,
                        "how long what is in work may take to be settled at the end; the rest comes again later"),
                s.flag("watch", false, "read a changed file again without being told by edgewise reload"));
    }

    private BrokerConfiguration broker(Section s) {
        BrokerConfiguration broker = new BrokerConfiguration(
                s.required(
                        "url",
                        "mqtt://broker.site:1883",
                        BrokerConfiguration.Address::parse,
                        "mqtt://HOST:1883, mqtts://HOST:8883, ws://HOST/PATH, wss://HOST/PATH, or embedded"),
                s.maybe(
                        "ca",
                        "ca.pem",
                        folder::resolve,
                        "PEM file with the authorities that may have signed the broker's certificate"),
                s.maybe("cert", "gw.pem", folder::resolve, "PEM file with this gateway's certificate"),
                s.maybe(
                        "key",
                        "gw.key",
                        this::secret,
                        "PEM file with the certificate's key, PKCS#8, not encrypted; or credential:NAME"),
                s.maybe("username", "gateway", t -> t, "user name"),
                s.maybe(
                        "password-file",
                        "secret",
                        this::secret,
                        "file whose first line is the password; or credential:NAME for one of systemd's"),
                s.maybeSection(
                        "spool",
                        SpoolConfiguration::read,
                        "what goes to this broker waits on the disk while it can't be reached"));
        boolean tls = broker.address() instanceof BrokerConfiguration.Address.Remote r && r.tls();
        if (!tls
                && (broker.ca().isPresent()
                        || broker.certificate().isPresent()
                        || broker.key().isPresent())) {
            s.problem("url", "ca, cert and key need TLS: write mqtts:// in place of mqtt://, wss:// in place of ws://");
        }
        if (broker.certificate().isPresent() != broker.key().isPresent()) {
            s.problem("cert", "cert and key belong together: give both or neither");
        }
        return broker;
    }

    private SecretFile secret(String text) {
        return SecretFile.parse(text, folder);
    }

    private static HttpConfiguration http(Section s) {
        return new HttpConfiguration(
                s.optional("bind", "127.0.0.1", ConfigurationReader::loopback, "address to listen on; a loopback one"),
                s.integer("port", 8080, 0, 65_535, "TCP port; 0 picks a free one"));
    }

    private static String loopback(String text) {
        try {
            // To Java an empty name is loopback; to whoever wrote it, it may have meant every address.
            if (!text.isBlank() && InetAddress.getByName(text).isLoopbackAddress()) {
                return text;
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no address of this machine");
        }
        throw new IllegalArgumentException("\"" + text
                + "\" can be reached from other machines, which needs TLS and a token; this release serves loopback"
                + " addresses only, such as 127.0.0.1");
    }

    private InferenceConfiguration inference(Section s) {
        return new InferenceConfiguration(
                s.integer("lanes", 0, 0, 256, "threads with an interpreter each; 0 means one per core less one"),
                s.maybe(
                        "library",
                        "libtensorflowlite_c.so",
                        folder::resolve,
                        "a libtensorflowlite_c.so of the site's own, in place of the one that ships"),
                s.list(
                        "require-signature",
                        "keys/release.pub",
                        folder::resolve,
                        "PEM files with a public key each: a bundle that none of them has signed is refused"));
    }

    /// A delegate knows its own name: it stands in receipts.
    private static Map<String, VendorDelegate> named(Map<String, VendorDelegate> read) {
        Map<String, VendorDelegate> named = new LinkedHashMap<>();
        read.forEach((name, delegate) -> named.put(name, delegate.named(name)));
        return named;
    }

    private ModelConfiguration model(Section s, Collection<VendorDelegate> delegates) {
        return new ModelConfiguration(
                s.required("bundle", "models/moderation", folder::resolve, "directory of the bundle"),
                s.maybe(
                        "overlay",
                        "site-moderation.yaml",
                        folder::resolve,
                        "the site's thresholds, as edgewise bundle calibrate writes them"),
                new ModelOptions(
                        candidates(s, delegates),
                        s.flag(
                                "deterministic",
                                false,
                                "one message per pass, so that no answer depends on its neighbours"),
                        s.flag("allow-slow", false, "accept int8 matrices outside XNNPACK, on x86-64 only"),
                        s.flag("lazy", false, "open it when its first text comes, and not at the start"),
                        s.maybe(
                                "unload-after",
                                "10m",
                                RouteReader::positive,
                                "without a text for so long, its memory is given back until the next one")));
    }

    private static Candidates candidates(Section s, Collection<VendorDelegate> delegates) {
        List<String> names = s.list(
                "delegate",
                Candidates.AUTO,
                name -> name,
                "what it may run on: auto, or one or several of xnnpack, cpu and the names under delegates, of which"
                        + " the fastest correct one runs");
        try {
            return Candidates.parse(names, delegates);
        } catch (IllegalArgumentException e) {
            s.problem("delegate", String.valueOf(e.getMessage()));
            return Candidates.auto();
        }
    }
}
