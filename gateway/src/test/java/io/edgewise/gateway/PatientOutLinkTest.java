// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeOutLink;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What goes to a spool has no deadline any more.
class PatientOutLinkTest {
    private final FakeOutLink spool = new FakeOutLink();
    private final List<PublishOutcome> outcomes = new ArrayList<>();

    @Test
    void takesTheLimitAwayAndNothingElse() {
        OutgoingPublish result = new OutgoingPublish(
                new TopicName("a"), Payload.of("b"), false, PublishProperties.NONE, Optional.of(Duration.ofSeconds(1)));

        new PatientOutLink(spool).publish(result, outcomes::add);

        assertThat(spool.accepted())
                .containsExactly(
                        new OutgoingPublish(new TopicName("a"), Payload.of("b"), false, PublishProperties.NONE));
        assertThat(outcomes).containsExactly(new PublishOutcome.Accepted());
    }
}
