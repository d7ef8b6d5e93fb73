// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.delivery.DeadLetterFile;
import io.edgewise.gateway.fake.FakeTime;
import io.edgewise.gateway.mqtt.OutgoingPublish;
import io.edgewise.gateway.mqtt.Payload;
import io.edgewise.gateway.mqtt.PublishOutcome;
import io.edgewise.gateway.mqtt.PublishProperties;
import io.edgewise.gateway.mqtt.PublishProperties.UserProperty;
import io.edgewise.gateway.mqtt.TopicName;
import io.edgewise.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedMessagesTest {
    private static final PublishOutcome.Refused REFUSED = new PublishOutcome.Refused(0x87, "not authorized (0x87)");

    @TempDir
    private Path folder;

    private String kept(UserProperty... properties) throws IOException {
        RefusedMessages messages = RefusedMessages.to(new DeadLetterFile(folder), new FakeTime(new ManualClock()));
        OutgoingPublish publish = new OutgoingPublish(
                new TopicName("plant/7"),
                Payload.of("one"),
                false,
                new PublishProperties(
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(properties)));

        messages.keep(publish, REFUSED);

        return Files.readString(folder.resolve("dead-letters.jsonl"));
    }

    @Test
    void anAnswerGetsTheReasonBesideItsKey() throws IOException {
        assertThat(kept(new UserProperty("edgewise-key", "k"))).isEqualTo("""
                {"at":"2026-11-22T10:00:00Z","published":false,"topic":"plant/7","properties":{"edgewise-key":"k","reason":"refused",\
                "detail":"not authorized (0x87)"},"payload":"b25l"}
                """);
    }

    @Test
    void aDeadLetterKeepsItsOwnReason() throws IOException {
        assertThat(kept(new UserProperty("reason", "deadline"))).isEqualTo("""
                {"at":"2026-11-22T10:00:00Z","published":false,"topic":"plant/7","properties":{"reason":"deadline"},"payload":"b25l"}
                """);
    }
}
