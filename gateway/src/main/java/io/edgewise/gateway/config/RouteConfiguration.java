// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.devices.payload.PayloadCodec;
import io.edgewise.gateway.config.StepConfiguration.Generate;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.TopicTemplate;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.task.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A route: which messages, what is done with them, where the answer goes. Immutable.
///
/// @param name in topics, results and metrics
/// @param in name of the broker that its messages come from
/// @param out name of the broker that results, copies and dead letters go to
/// @param from the Topic Filter it subscribes to
/// @param payload reads the text out of a message
/// @param steps what is done, in order
/// @param forward where the original payload goes, by verdict; a verdict that is left out forwards nothing
/// @param to where the result goes unless the message names a Response Topic
/// @param responseTopics Response Topics that a sender may name; empty means any legal one
/// @param deadline from reception to the answer
/// @param maxPayloadBytes larger messages are dead letters
/// @param window messages in work at once, and the Receive Maximum of the in-link
/// @param overflowBytes what the broker may push beyond the window before it is held back
/// @param sessionExpiry how long the broker keeps messages while this gateway is away
/// @param qos of the subscription, 0 or 1
/// @param ordered results of one topic leave in the order of its messages
/// @param priority among routes that wait for the same lanes
/// @param share name of the Shared Subscription that divides the messages among gateways; empty for all of them
/// @param quota what one publisher may send; empty for any amount
public record RouteConfiguration(
        String name,
        String in,
        String out,
        TopicFilter from,
        PayloadCodec payload,
        List<RouteStep> steps,
        Map<Verdict, TopicTemplate> forward,
        TopicTemplate to,
        List<TopicFilter> responseTopics,
        Duration deadline,
        int maxPayloadBytes,
        int window,
        int overflowBytes,
        Duration sessionExpiry,
        int qos,
        boolean ordered,
        Priority priority,
        Optional<String> share,
        Optional<PublisherQuota> quota) {
    /// Behind the topic of a result, where its answer is published while it is written.
    public static final String STREAM_LEVEL = "/stream";

    /// Behind the topic of a result, where its sender says that the answer is not wanted any more.
    public static final String CANCEL_LEVEL = "/cancel";

    /// Behind the topic of a result, where it is said that the conversation is to be forgotten.
    public static final String FORGET_LEVEL = "/forget";

    public RouteConfiguration {
        steps = List.copyOf(steps);
        forward = Collections.unmodifiableMap(new LinkedHashMap<>(forward));
        responseTopics = List.copyOf(responseTopics);
    }

    /// What it subscribes to: the Topic Filter, as a Shared Subscription if it is one. Source: MQTT 5.0 section
    /// 4.8.2.
    public String subscription() {
        return share.map(group -> "$share/" + group + "/" + from).orElseGet(from::toString);
    }

    /// Whether an answer is published while it is written.
    public boolean streams() {
        return writes(step -> step.stream().isPresent());
    }

    /// The topics on which senders say what they want of answers that are being written, if they may.
    ///
    /// @param gatewayId stands in some templates
    public List<TopicFilter> controls(String gatewayId) {
        List<String> levels = new ArrayList<>();
        if (cancels()) {
            levels.add(CANCEL_LEVEL);
        }
        if (converses()) {
            levels.add(FORGET_LEVEL);
        }
        return levels.stream()
                .map(level -> TopicTemplate.parse(to + level).asFilter(from, gatewayId))
                .distinct() // a filter that ends with # is that of both
                .toList();
    }

    /// Whether a sender may say that an answer is not wanted any more.
    public boolean cancels() {
        return writes(Generate::cancel);
    }

    /// Whether a message is answered by what was said before.
    public boolean converses() {
        return writes(step -> step.asking().conversation().isPresent());
    }

    private boolean writes(Predicate<Generate> how) {
        return steps.stream().anyMatch(step -> step.does() instanceof Generate generate && how.test(generate));
    }

    /// Whether a text may be done before one that came earlier on its topic: by leaving a step out, or by
    /// having a shorter answer written. The lanes of models that read keep the order by themselves.
    public boolean mayOvertake() {
        return steps.stream().anyMatch(step -> !step.when().isAlways() || step.does() instanceof Generate);
    }
}
