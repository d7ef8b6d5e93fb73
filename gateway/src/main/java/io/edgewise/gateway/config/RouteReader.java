// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.devices.payload.PayloadCodec;
import io.edgewise.gateway.config.StepConfiguration.Moderate;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.TopicTemplate;
import io.edgewise.inference.document.Choice;
import io.edgewise.inference.document.Numbers;
import io.edgewise.inference.document.Section;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.task.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a route.
final class RouteReader {
    private final String gatewayId;
    private final StepReader steps;
    private final Set<String> brokers;

    /// @param folder where relative paths are looked up
    /// @param brokers names of the brokers, the usual one first
    RouteReader(String gatewayId, Path folder, Set<String> brokers) {
        this.gatewayId = gatewayId;
        this.brokers = brokers;
        this.steps = new StepReader(folder);
    }

    RouteConfiguration read(Section s) {
        String name = s.required("name", "lobby-chat", ConfigurationReader::id, "in topics, results and metrics");
        int qos = s.integer("qos", 1, 0, 2, "of the subscription: 0 or 1");
        if (qos == 2) {
            s.problem(
                    "qos",
                    "2 is not offered: at QoS 2 the broker is told that a message is done before its answer is safe;"
                            + " use 1, results carry a key by which repeats can be told");
        }
        TopicFilter from = s.required("from", "terminals/+/text", RouteReader::input, "Topic Filter to subscribe to");
        PayloadCodec payload = s.optional("payload", "text", PayloadCodec::parse, "text, or json:/POINTER");
        List<Optional<RouteStep>> steps = s.sections("steps", this.steps::read, "what is done with the text, in order");
        RouteConfiguration route = new RouteConfiguration(
                name,
                broker(s, "in", "broker that its messages come from; default the first"),
                broker(s, "out", "broker that results, copies and dead letters go to; default the first"),
                from,
                payload,
                steps.stream().flatMap(Optional::stream).toList(),
                s.section("forward", RouteReader::forward, "topics for the original payload, by verdict"),
                s.maybe(
                                "to",
                                "moderation/{1}",
                                TopicTemplate::parse,
                                "topic of the result; default edgewise/GATEWAY/results/ROUTE")
                        .orElseGet(() -> TopicTemplate.parse("edgewise/" + gatewayId + "/results/" + name)),
                s.list(
                        "response-topics",
                        "replies/#",
                        TopicFilter::parse,
                        "Response Topics that a sender may name; default any"),
                s.optional("deadline", "10s", RouteReader::positive, "from reception to the answer"),
                s.optional("max-payload", "256KiB", RouteReader::positiveSize, "larger messages are dead letters"),
                s.integer("window", 64, 1, 32_767, "messages in work at once"),
                s.optional("overflow", "256KiB", Numbers::sizeBytes, "what may wait beyond the window"),
                s.optional(
                        "session-expiry", "7d", RouteReader::wholeSeconds, "how long the broker keeps messages for us"),
                Math.min(qos, 1),
                s.flag("ordered", true, "results of one topic leave in the order of its messages"),
                s.choice("priority", Priority.NORMAL, Priority.class, "among routes that wait for the same lanes"),
                s.maybe(
                        "share",
                        "lobby",
                        ConfigurationReader::id,
                        "name of a Shared Subscription: gateways with the same name divide the messages"),
                s.maybeSection(
                        "quota", RouteReader::quota, "what one publisher may send; the surplus is dead letters"));
        if (steps.isEmpty()) {
            s.problem("steps", "there is none: write for example \"- moderate: { model: moderation }\"");
        } else if (steps.size() == route.steps().size()) {
            checkSteps(s, route);
        }
        checkCaptures(s, route);
        return route;
    }

    /// Names of messages never match a filter that begins with `$share`: the Server takes that part off.
    private static TopicFilter input(String text) {
        if (text.startsWith("$share/")) {
            throw new IllegalArgumentException(
                    "topic filter \"" + text + "\": write the part behind $share/GROUP/ here, and the group to share");
        }
        return TopicFilter.parse(text);
    }

    private static PublisherQuota quota(Section s) {
        return new PublisherQuota(
                s.integer("messages", 60, 1, 1_000_000, "that may come at once, and in each per after that"),
                s.optional("per", "1m", RouteReader::positive, "in which so many may come"),
                s.optional("by", "{topic}", TopicTemplate::parse, "what tells publishers apart: {topic}, {1} to {9}"));
    }

    private String broker(Section s, String key, String description) {
        return s.maybe(key, "site", name -> name, description)
                .or(() -> brokers.stream().findFirst())
                .orElse("");
    }

    private static void checkSteps(Section s, RouteConfiguration route) {
        List<StepConfiguration> done =
                route.steps().stream().map(RouteStep::does).toList();
        boolean moderates = done.stream().anyMatch(Moderate.class::isInstance);
        if (!route.forward().isEmpty() && !moderates) {
            s.problem("forward", "goes by verdict, and no step of this route moderates");
        }
        long kinds = done.stream().map(Object::getClass).distinct().count();
        if (kinds < done.size()) {
            s.problem("steps", "the same kind of step stands twice; a result has room for one of each");
        }
    }

    private static void checkCaptures(Section s, RouteConfiguration route) {
        int wildcards = route.from().wildcards();
        String have = " uses {%d}, from has " + wildcards + (wildcards == 1 ? " wildcard" : " wildcards");
        if (route.to().highestWildcard() > wildcards) {
            s.problem(
                    "to",
                    "\"" + route.to() + "\"" + String.format(have, route.to().highestWildcard()));
        }
        route.quota()
                .map(PublisherQuota::by)
                .filter(by -> by.highestWildcard() > wildcards)
                .ifPresent(by -> s.problem("quota", "\"" + by + "\"" + String.format(have, by.highestWildcard())));
        for (TopicTemplate template : route.forward().values()) {
            if (template.highestWildcard() > wildcards) {
                s.problem("forward", "\"" + template + "\"" + String.format(have, template.highestWildcard()));
            }
        }
    }

    private static Map<Verdict, TopicTemplate> forward(Section s) {
        Map<Verdict, TopicTemplate> topics = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            String key = Choice.name(verdict);
            s.maybe(key, "chat/{1}/" + key, TopicTemplate::parse, "topic when the verdict is " + key)
                    .ifPresent(topic -> topics.put(verdict, topic));
        }
        return topics;
    }

    private static int positiveSize(String text) {
        int bytes = Numbers.sizeBytes(text);
        if (bytes == 0) {
            throw new IllegalArgumentException("expected more than nothing, got \"" + text + "\"");
        }
        return bytes;
    }

    /// MQTT counts a Session's life in seconds, and at 0 it ends with the connection: messages would be lost.
    private static Duration wholeSeconds(String text) {
        Duration duration = Numbers.duration(text);
        if (duration.toSeconds() == 0) {
            throw new IllegalArgumentException("expected at least 1s, got \"" + text + "\"");
        }
        return duration;
    }

    static Duration positive(String text) {
        Duration duration = Numbers.duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("expected more than nothing, got \"" + text + "\"");
        }
        return duration;
    }
}
