// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.answer.Answer;
import io.edgewise.gateway.answer.AnswerJson;
import io.edgewise.gateway.answer.AnswerJson.Envelope;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.Publish;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.inference.document.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The packets that an answer or a failure becomes. Immutable.
final class Outputs {
    private final String gatewayId;
    private final RouteConfiguration route;
    private final Supplier<List<TopicFilter>> inputs;
    private final Passage passage;
    private final DeadLetters deadLetters;

    /// @param inputs the filters of all routes at this moment, on the brokers that this one publishes to: an
    /// answer must not come in again
    Outputs(String gatewayId, RouteConfiguration route, Supplier<List<TopicFilter>> inputs) {
        this.gatewayId = gatewayId;
        this.route = route;
        this.inputs = inputs;
        this.passage = new Passage(gatewayId, route.name());
        this.deadLetters = new DeadLetters(gatewayId, route.name());
    }

    /// Whether this route has published the message, or what it was made of.
    boolean wentThrough(Publish publish) {
        return passage.wentThrough(publish);
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
        List<UserProperty> properties = passage.kept(input);
        properties.add(new UserProperty(Passage.OWN_PREFIX + "key", work.key()));
        properties.add(new UserProperty(Passage.OWN_PREFIX + "model", String.join(",", answer.models())));
        Envelope envelope =
                new Envelope(work.id(), route.name(), work.publish().topic().value(), work.received());
        Destination destination = destination(work);
        OutgoingPublish result = new OutgoingPublish(
                destination.topic(),
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
        return new Output(result, destination.toSender());
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
        return chosenBySender(text)
                .filter(topic -> route.responseTopics().isEmpty()
                        || route.responseTopics().stream()
                                .anyMatch(f -> f.match(topic).isPresent()));
    }

    /// A topic that neither is ours nor comes in again.
    private Optional<TopicName> chosenBySender(String text) {
        TopicName topic;
        try {
            topic = new TopicName(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean ours = topic.isReserved() || topic.value().startsWith("edgewise/");
        boolean comesBack = inputs.get().stream().anyMatch(f -> f.match(topic).isPresent());
        return ours || comesBack ? Optional.empty() : Optional.of(topic);
    }

    /// Where the result of a message goes.
    ///
    /// @param toSender whether to the broker that the message came from
    record Destination(TopicName topic, boolean toSender) {}

    /// @throws IllegalArgumentException when what the wildcards matched makes no Topic Name
    Destination destination(Work work) {
        Optional<TopicName> replyTo = replyTo(work);
        return new Destination(
                replyTo.orElseGet(() -> route.to().fill(work.publish().topic(), work.captures(), gatewayId)),
                replyTo.isPresent());
    }

    /// Where the parts of an answer go that is being written: beside its result. None where the sender chose a
    /// topic beside which they can't be.
    ///
    /// @throws IllegalArgumentException when what the wildcards matched makes no Topic Name
    Optional<Destination> streamDestination(Work work) {
        Destination result = destination(work);
        String beside = result.topic().value() + RouteConfiguration.STREAM_LEVEL;
        Optional<TopicName> topic = result.toSender() ? chosenBySender(beside) : Optional.of(new TopicName(beside));
        return topic.map(name -> new Destination(name, result.toSender()));
    }

    /// The topic of the result if its sender chose none, which tells conversations apart.
    ///
    /// @return empty where what the wildcards matched makes none
    String ownTopic(Work work) {
        try {
            return route.to()
                    .fill(work.publish().topic(), work.captures(), gatewayId)
                    .value();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// A part of an answer that is being written. It is wanted only for a moment.
    Output part(Work work, Destination destination, byte[] json, Duration wantedFor) {
        List<UserProperty> properties = passage.kept(work.publish().properties());
        properties.add(new UserProperty(Passage.OWN_PREFIX + "key", work.key()));
        OutgoingPublish part = new OutgoingPublish(
                destination.topic(),
                new Payload(json),
                false,
                new PublishProperties(
                        Optional.of("application/json"),
                        true,
                        Optional.of(wantedFor),
                        Optional.empty(),
                        work.publish().properties().correlationData(),
                        properties),
                Optional.of(wantedFor));
        return new Output(part, destination.toSender());
    }

    private Output forward(Work work, TopicName topic, String verdict, Duration elapsed, Duration wantedFor) {
        PublishProperties input = work.publish().properties();
        List<UserProperty> properties = passage.kept(input);
        properties.add(new UserProperty(Passage.OWN_PREFIX + "key", work.key()));
        properties.add(new UserProperty(Passage.OWN_PREFIX + "verdict", verdict));
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
    OutgoingPublish deadLetter(Publish publish, Rejection rejection) {
        return deadLetters.of(publish, rejection.reason(), rejection.detail());
    }

    private static Optional<Duration> remaining(PublishProperties input, Duration elapsed) {
        return input.messageExpiry().map(expiry -> expiry.minus(elapsed));
    }
}
