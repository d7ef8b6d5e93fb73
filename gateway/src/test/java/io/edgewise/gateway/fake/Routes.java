// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.fake;

import io.edgewise.devices.payload.PayloadCodec;
import io.edgewise.gateway.config.LanguageScope;
import io.edgewise.gateway.config.PromptTemplate;
import io.edgewise.gateway.config.PublisherQuota;
import io.edgewise.gateway.config.RouteConfiguration;
import io.edgewise.gateway.config.RouteStep;
import io.edgewise.gateway.config.StepCondition;
import io.edgewise.gateway.config.StepConfiguration;
import io.edgewise.gateway.config.StepConfiguration.Generate.Asking;
import io.edgewise.gateway.config.StepConfiguration.Generate.Conversation;
import io.edgewise.gateway.config.StepConfiguration.Generate.Form;
import io.edgewise.gateway.config.StepConfiguration.Generate.Streaming;
import io.edgewise.gateway.config.StepConfiguration.Generate.TooLong;
import io.edgewise.gateway.mqtt.TopicFilter;
import io.edgewise.gateway.mqtt.TopicTemplate;
import io.edgewise.inference.generation.GenerationRequest.Limits;
import io.edgewise.inference.generation.Sampling;
import io.edgewise.inference.lane.Priority;
import io.edgewise.inference.pattern.PatternOptions;
import io.edgewise.inference.task.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A route's configuration, made key by key. Confined to the test's thread; begins with the route `chat`,
/// which moderates `terminals/+/text` to `moderation/{1}`.
public final class Routes {
    private static final StepConfiguration MODERATE =
            new StepConfiguration.Moderate("moderation", Map.of(), Map.of(), LanguageScope.DECLARED);
    private static final StepConfiguration EXTRACT = new StepConfiguration.Extract(
            "extraction", Set.of("device"), PatternOptions.defaults(), 0, Map.of(), LanguageScope.DECLARED);

    private TopicFilter from = TopicFilter.parse("terminals/+/text");
    private PayloadCodec payload = PayloadCodec.parse("text");
    private List<RouteStep> steps = List.of(RouteStep.always(MODERATE));
    private final Map<Verdict, TopicTemplate> forward = new EnumMap<>(Verdict.class);
    private TopicTemplate to = TopicTemplate.parse("moderation/{1}");
    private final List<TopicFilter> responseTopics = new ArrayList<>();
    private Duration deadline = Duration.ofSeconds(10);
    private int maxPayloadBytes = 1_000;
    private int window = 4;
    private int overflowBytes = 1 << 20;
    private int qos = 1;
    private boolean ordered = true;
    private boolean cancel = true;
    private Optional<Conversation> conversation = Optional.empty();
    private Optional<PublisherQuota> quota = Optional.empty();

    private Routes() {}

    /// The route `chat`.
    public static Routes chat() {
        return new Routes();
    }

    public Routes from(String filter) {
        from = TopicFilter.parse(filter);
        return this;
    }

    public Routes payload(String codec) {
        payload = PayloadCodec.parse(codec);
        return this;
    }

    /// Moderates first and extracts then.
    public Routes moderatesAndExtracts() {
        steps = List.of(RouteStep.always(MODERATE), RouteStep.always(EXTRACT));
        return this;
    }

    /// Moderates first, and extracts from what has this verdict.
    public Routes extractsWhat(Verdict verdict) {
        StepCondition when = new StepCondition(Set.of(verdict), Map.of(), Set.of(), Set.of(), Set.of());
        steps = List.of(RouteStep.always(MODERATE), new RouteStep(EXTRACT, when));
        return this;
    }

    /// What is written from now on knows what was said before, and can't be cancelled.
    public Routes converses(Conversation how) {
        conversation = Optional.of(how);
        cancel = false;
        return this;
    }

    /// Has a text written, which is published as it comes.
    public Routes writes(Streaming stream) {
        steps = List.of(RouteStep.always(writing(stream)));
        return this;
    }

    /// Moderates first, and has a text written of everything.
    public Routes moderatesAndWrites(Streaming stream) {
        steps = List.of(RouteStep.always(MODERATE), RouteStep.always(writing(stream)));
        return this;
    }

    private StepConfiguration writing(Streaming stream) {
        return new StepConfiguration.Generate(
                "writer",
                new Asking(Optional.empty(), new PromptTemplate("{text}"), List.of(), conversation, TooLong.REFUSE),
                new Form.Anything(),
                new Limits(100, Duration.ofSeconds(30)),
                Sampling.GREEDY,
                List.of(),
                Optional.of(stream),
                cancel);
    }

    public Routes quota(int messages, Duration per, String by) {
        quota = Optional.of(new PublisherQuota(messages, per, TopicTemplate.parse(by)));
        return this;
    }

    public Routes forward(Verdict verdict, String template) {
        forward.put(verdict, TopicTemplate.parse(template));
        return this;
    }

    public Routes to(String template) {
        to = TopicTemplate.parse(template);
        return this;
    }

    public Routes responseTopic(String filter) {
        responseTopics.add(TopicFilter.parse(filter));
        return this;
    }

    public Routes deadline(Duration limit) {
        deadline = limit;
        return this;
    }

    public Routes maxPayload(int bytes) {
        maxPayloadBytes = bytes;
        return this;
    }

    public Routes window(int messages) {
        window = messages;
        return this;
    }

    public Routes overflow(int bytes) {
        overflowBytes = bytes;
        return this;
    }

    public Routes qos(int level) {
        qos = level;
        return this;
    }

    public Routes unordered() {
        ordered = false;
        return this;
    }

    public RouteConfiguration build() {
        return new RouteConfiguration(
                "chat",
                "broker",
                "broker",
                from,
                payload,
                steps,
                forward,
                to,
                responseTopics,
                deadline,
                maxPayloadBytes,
                window,
                overflowBytes,
                Duration.ofDays(7),
                qos,
                ordered,
                Priority.NORMAL,
                Optional.empty(),
                quota);
    }
}
