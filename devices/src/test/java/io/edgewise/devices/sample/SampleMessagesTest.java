// SPDX-License-Identifier: Apache-2.0
package io.edgewise.devices.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.devices.payload.DeviceMessage;
import io.edgewise.devices.payload.MalformedPayloadException;
import io.edgewise.devices.payload.MalformedPayloadException.Reason;
import io.edgewise.devices.payload.PayloadCodec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleMessagesTest {
    private static final int MOST_BYTES = 256 * 1024;

    private final List<SampleMessage> all = SampleMessages.all();

    @Test
    void thereAreSixtyOfEveryKind() {
        Map<String, Long> kinds = all.stream()
                .collect(Collectors.groupingBy(m -> m.topic().replaceAll("/.*", ""), Collectors.counting()));

        assertThat(all).hasSize(60);
        assertThat(kinds).containsOnlyKeys("terminals", "plant", "home", "machines");
        assertThat(kinds.values()).allMatch(count -> count >= 10);
    }

    @Test
    void everyTopicIsOneThatTheDemoListensTo() {
        assertThat(all)
                .extracting(SampleMessage::topic)
                .allMatch(topic -> topic.matches("terminals/[^/+#]+/text|plant/[^/+#]+/orders|home/[^/+#]+/command"
                        + "|machines/[^/+#]+/alarm"));
    }

    @Test
    void aPersonSeesWhatTheDeviceSends() throws MalformedPayloadException {
        for (SampleMessage message : all) {
            if (!message.shown().startsWith("<") && !message.topic().contains("/broken/") && !isBlank(message)) {
                assertThat(decode(message).text()).isEqualTo(message.shown());
            }
        }
    }

    @Test
    void everyAlarmHasAnIdOfItsOwn() throws MalformedPayloadException {
        Set<String> ids = new TreeSet<>();
        int alarms = 0;
        for (SampleMessage message : all) {
            if (message.topic().startsWith("machines/") && !message.topic().contains("/broken/")) {
                alarms++;
                decode(message).id().ifPresent(ids::add);
            }
        }
        assertThat(ids).hasSize(alarms).contains("press12-1", "press12-2");
    }

    @Test
    void someAreBrokenInEveryWayThatGivesADeadLetter() {
        Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
        int tooLarge = 0;
        for (SampleMessage message : all) {
            try {
                tooLarge += decode(message).text().length() > MOST_BYTES ? 1 : 0;
            } catch (MalformedPayloadException e) {
                refused.merge(e.reason(), 1, Integer::sum);
            }
        }
        assertThat(refused).isEqualTo(Map.of(Reason.MALFORMED, 2, Reason.NO_TEXT, 3));
        assertThat(tooLarge).isEqualTo(1);
    }

    @Test
    void quotesInAnAlarmAreEscaped() throws MalformedPayloadException {
        assertThat(decode(SampleMessage.alarm("m", 1, "door \"north\" open")))
                .isEqualTo(new DeviceMessage("door \"north\" open", Optional.of("m-1"), Optional.empty()));
    }

    private static boolean isBlank(SampleMessage message) {
        return message.shown().isBlank();
    }

    private static DeviceMessage decode(SampleMessage message) throws MalformedPayloadException {
        String codec = message.topic().startsWith("machines/") ? "json:/message" : "text";
        return PayloadCodec.parse(codec).decode(message.payload());
    }
}
