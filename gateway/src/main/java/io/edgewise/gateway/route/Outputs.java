// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.AnswerJson;
import io.edgewise.gateway.answer.AnswerJson.Envelope;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.gateway.mqtt.Utf8EncodedString;
import io.edgewise.inference.document.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The packets that an answer or a failure becomes. Immutable.
///
/// User properties of the input are kept; those that begin with `edgewise-` are ours and are made anew, but for
/// `edgewise-via`, and so are `reason`, `detail` and `source-topic` of a dead letter.
final class Outputs {
    private static final String OWN_PREFIX = "edgewise-";
    /// Says which route of which gateway a message has gone through; once for each.
    private static final String VIA = OWN_PREFIX + "via";

    private static final String REASON = "reason";
    private static final String DETAIL = "detail";
    private static final String SOURCE_TOPIC = "source-topic";
    private static final Set<String> OF_DEAD_LETTERS = Set.of(REASON, DETAIL, SOURCE_TOPIC);
    private static final int MAX_DETAIL_CHARS = 500;

    private final String gatewayId;
    private final RouteConfiguration route;
    private final Supplier<List<TopicFilter>> inputs;
    private final UserProperty via;

    /// @param inputs the filters of all routes at this moment, on the brokers that this one publishes to: an
    /// answer must not come in again
    Outputs(String gatewayId, RouteConfiguration route, Supplier<List<TopicFilter>> inputs) {
        this.gatewayId = gatewayId;
        this.route = route;
        this.inputs = inputs;
        this.via = new UserProperty(VIA, gatewayId + "/" + route.name());
    }

    /// Whether this route has published the message, or what it was made of.
    boolean wentThrough(Publish publish) {
        return publish.properties().userProperties().contains(via);
    }

    /// Whether a message is a dead letter, of whichever gateway.
    static boolean isDeadLetter(Publish publish) {
        return publish.properties().userProperties().stream()
                .anyMatch(property -> property.name().equals(SOURCE_TOPIC));
    }

    /// What the route's quota takes for the publisher of a message.
    String publisher(Publish publish, List<String> captures) {
        return route.quota()
                .map(quota -> quota.by().fillText(publish.topic(), captures, gatewayId))
                .orElse("");
    }

    /// A packet and which broker it is for.
    ///
    /// @param toSender whether it goes to the broker that the message came from, because its sender waits there
    record Output(OutgoingPublish publish, boolean toSender) {}

    /// The result, and the forwarded original when its verdict has a topic.
    ///
    /// @param elapsed since reception
    /// @param wantedFor how long from now they are wanted
    /// @throws IllegalArgumentException when what the wildcards matched makes no Topic Name
    List<Output> answer(Work work, Answer answer, Duration elapsed, Duration wantedFor) {
        List<Output> publishes = new ArrayList<>();
        publishes.add(result(work, answer, elapsed, wantedFor));
        answer.moderation()
                .map(said -> said.answer().verdict())
                .ifPresent(verdict -> Optional.ofNullable(route.forward().get(verdict))
                        .map(template -> template.fill(work.publish().topic(), work.captures(), gatewayId))
                        .ifPresent(topic ->
                                publishes.add(forward(work, topic, Choice.name(verdict), elapsed, wantedFor))));
        return publishes;
    }

    private Output result(Work work, Answer answer, Duration elapsed, Duration wantedFor) {
        PublishProperties input = work.publish().properties();
        List<UserProperty> properties = kept(input);
        properties.add(new UserProperty(OWN_PREFIX + "key", work.key()));
        properties.add(new UserProperty(OWN_PREFIX + "model", String.join(",", answer.models())));
        Envelope envelope =
                new Envelope(work.id(), route.name(), work.publish().topic().value(), work.received());
        Optional<TopicName> replyTo = replyTo(work);
        OutgoingPublish result = new OutgoingPublish(
                replyTo.orElseGet(() -> route.to().fill(work.publish().topic(), work.captures(), gatewayId)),
                new Payload(AnswerJson.result(envelope, answer)),
                false,
                new PublishProperties(
                        Optional.of("application/json"),
                        true,
                        remaining(input, elapsed),
                        Optional.empty(),
                        input.correlationData(),
                        properties),
                Optional.of(wantedFor));
        return new Output(result, replyTo.isPresent());
    }

    /// The sender's Response Topic when it may be used. A client of MQTT 3.1.1 has no Response Topic and names
    /// it in the payload.
    private Optional<TopicName> replyTo(Work work) {
        return work.publish()
                .properties()
                .responseTopic()
                .or(() -> work.message().replyTo())
                .flatMap(this::allowedResponseTopic);
    }

    private Optional<TopicName> allowedResponseTopic(String text) {
        TopicName topic;
        try {
            topic = new TopicName(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean ours = topic.isReserved() || topic.value().startsWith("edgewise/");
        boolean listed = route.responseTopics().isEmpty()
                || route.responseTopics().stream().anyMatch(f -> f.match(topic).isPresent());
        boolean comesBack = inputs.get().stream().anyMatch(f -> f.match(topic).isPresent());
        return !ours && listed && !comesBack ? Optional.of(topic) : Optional.empty();
    }

    private Output forward(Work work, TopicName topic, String verdict, Duration elapsed, Duration wantedFor) {
        PublishProperties input = work.publish().properties();
        List<UserProperty> properties = kept(input);
        properties.add(new UserProperty(OWN_PREFIX + "key", work.key()));
        properties.add(new UserProperty(OWN_PREFIX + "verdict", verdict));
        OutgoingPublish copy = new OutgoingPublish(
                topic,
                work.publish().payload(),
                false,
                new PublishProperties(
                        input.contentType(),
                        input.utf8(),
                        remaining(input, elapsed),
                        input.responseTopic(),
                        input.correlationData(),
                        properties),
                Optional.of(wantedFor));
        return new Output(copy, false);
    }

    /// The original payload with the reason why it has no answer.
    OutgoingPublish deadLetter(Publish publish, DeadLetterReason reason, String detail) {
        PublishProperties input = publish.properties();
        List<UserProperty> properties = kept(input);
        // A dead letter that is sent in again must not keep the reason of its first time.
        properties.removeIf(property -> OF_DEAD_LETTERS.contains(property.name()));
        properties.add(new UserProperty(REASON, reason.label()));
        properties.add(new UserProperty(DETAIL, Utf8EncodedString.of(detail, MAX_DETAIL_CHARS)));
        properties.add(new UserProperty(SOURCE_TOPIC, publish.topic().value()));
        return new OutgoingPublish(
                new TopicName("edgewise/" + gatewayId + "/dead-letter/" + route.name()),
                publish.payload(),
                false,
                new PublishProperties(
                        input.contentType(),
                        input.utf8(),
                        Optional.empty(),
                        Optional.empty(),
                        input.correlationData(),
                        properties));
    }

    private static Optional<Duration> remaining(PublishProperties input, Duration elapsed) {
        return input.messageExpiry().map(expiry -> expiry.minus(elapsed));
    }

    /// Those of the input but for ours, and the routes that it has gone through, this one the last.
    private List<UserProperty> kept(PublishProperties input) {
        List<UserProperty> kept = new ArrayList<>(input.userProperties());
        kept.removeIf(property ->
                property.name().startsWith(OWN_PREFIX) && !property.name().equals(VIA));
        if (!kept.contains(via)) {
            kept.add(via);
        }
        return kept;
    }
}
