// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.cli;

import io.edgewise.gateway.Broker;
import io.edgewise.gateway.config.BrokerConfiguration;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Embedded;
import io.edgewise.gateway.config.BrokerConfiguration.Address.Remote;
import io.edgewise.gateway.config.GatewayConfiguration;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.KeptLetter;
import io.edgewise.gateway.mqtt.OutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.gateway.mqtt.paho.LinkTimer;
import io.edgewise.gateway.mqtt.paho.PahoOutLink;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `edgewise dead-letters replay`: what has no answer is sent in again, on the topic that it came on.
@Command(
        name = "replay",
        description = "Sends dead letters in again: the original payload on its topic, without what the gateway added.",
        mixinStandardHelpOptions = true)
final class DeadLettersReplayCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LetterSelection selection = new LetterSelection();

    @Option(names = "--all", description = "all that --reason and --route leave")
    private boolean all;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "as list shows them, or their beginnings")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        if (all != ids.isEmpty()) {
            throw Terminal.usage(spec, "say which: ids, or --all");
        }
        PrintWriter out = Terminal.out(spec);
        PrintWriter err = Terminal.err(spec);
        List<KeptLetter> letters = all
                ? selection.letters(err)
                : ids.stream().map(id -> selection.letter(id, err)).toList();
        int sent = 0;
        for (Map.Entry<String, List<KeptLetter>> ofBroker : byBroker(letters).entrySet()) {
            sent += send(ofBroker.getKey(), ofBroker.getValue(), out);
        }
        out.println(sent + " of " + letters.size() + " sent in again");
        out.flush();
        return sent == letters.size() ? ExitCode.OK : ExitCode.FAILED;
    }

    /// Each goes to the broker that it came from.
    private Map<String, List<KeptLetter>> byBroker(List<KeptLetter> letters) {
        GatewayConfiguration configuration = selection.configuration();
        Map<String, String> ofRoute = configuration.routes().stream()
                .collect(Collectors.toMap(RouteConfiguration::name, RouteConfiguration::in));
        Map<String, List<KeptLetter>> byBroker = new LinkedHashMap<>();
        for (KeptLetter letter : letters) {
            String broker = ofRoute.get(letter.route());
            if (broker == null) {
                throw new CommandFailed(
                        ExitCode.CONFIGURATION,
                        "dead letter " + letter.id() + " is of route \"" + letter.route()
                                + "\", which the configuration does not have: nothing would answer it");
            }
            byBroker.computeIfAbsent(broker, b -> new ArrayList<>()).add(letter);
        }
        return byBroker;
    }

    private int send(String name, List<KeptLetter> letters, PrintWriter out) throws InterruptedException {
        GatewayConfiguration configuration = selection.configuration();
        BrokerConfiguration configured =
                Objects.requireNonNull(configuration.brokers().get(name));
        if (configured.address() instanceof Embedded e && e.port() == 0) {
            throw new CommandFailed(
                    ExitCode.CONFIGURATION, "the broker inside has any free port: give it one, as embedded:1883");
        }
        BrokerConfiguration reached = configured.address() instanceof Embedded e
                ? configured.at(new Remote("127.0.0.1", e.port(), false))
                : configured;
        Vertx vertx = Vertx.vertx();
        int sent = 0;
        try (Broker broker = Broker.of(reached, vertx);
                LinkTimer timer = new LinkTimer();
                PahoOutLink link =
                        new PahoOutLink(broker.options(), configuration.id() + ":replay", Optional.empty(), timer)) {
            Unavailability unavailable = new Unavailability();
            link.start(unavailable);
            for (KeptLetter letter : letters) {
                sent += sentAgain(link, letter, broker.options().url(), unavailable, out) ? 1 : 0;
            }
        } finally {
            vertx.close().await();
        }
        return sent;
    }

    private static boolean sentAgain(
            OutLink link, KeptLetter letter, String url, Unavailability unavailable, PrintWriter out)
            throws InterruptedException {
        OutgoingPublish original;
        try {
            original = letter.original();
        } catch (IllegalArgumentException e) {
            out.println(letter.id() + "  not sent: " + e.getMessage());
            return false;
        }
        CompletableFuture<PublishOutcome> done = new CompletableFuture<>();
        link.publish(original, done::complete);
        try {
            PublishOutcome outcome = done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (outcome instanceof PublishOutcome.Refused refused) {
                out.println(letter.id() + "  not sent: " + refused.explanation());
                return false;
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandFailed(
                    ExitCode.UNAVAILABLE, "the broker " + url + " can't be reached: " + unavailable.reason);
        }
        out.println(letter.id() + "  sent to " + letter.property("source-topic"));
        return true;
    }

    /// Why there is no connection, at last.
    private static final class Unavailability implements PahoOutLink.Listener {
        private volatile String reason = "it does not answer"; // written by the link's threads

        @Override
        public void connected() {
            reason = "it took the connection and does not acknowledge";
        }

        @Override
        public void disconnected(String why) {
            reason = why;
        }
    }
}
