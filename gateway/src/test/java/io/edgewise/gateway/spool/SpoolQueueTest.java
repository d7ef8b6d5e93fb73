// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.fake.FakeTime;
import io.edgewise.gateway.spool.SpoolQueue.Way;
import io.edgewise.testkit.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What happens in the queue between two steps of the spool's thread.
class SpoolQueueTest {
    private final FakeTime time = new FakeTime(new ManualClock());
    private final SpoolQueue queue = new SpoolQueue(true);
    private final Entry a = entry("a");
    private final Entry b = entry("b");
    private final Entry c = entry("c");

    private Entry entry(String text) {
        return new Entry(SpoolRecord.of(SpoolMessages.message(text), time), outcome -> {});
    }

    @Test
    void whatCouldNotBeWrittenStaysInFrontOfWhatCameMeanwhile() {
        queue.add(a, false);
        queue.add(b, false);
        List<Entry> batch = queue.takeForDisk();
        queue.add(c, true);

        assertThat(queue.written(batch, List.of(), true)).isEmpty();

        assertThat(queue.takeForDisk()).containsExactly(a, b, c);
    }

    @Test
    void whatComesWhileTheRestIsHandedOverWaitsBehindIt() {
        queue.add(a, false);
        assertThat(queue.takeForLink()).contains(List.of(a));

        assertThat(queue.add(b, true)).isEqualTo(Way.WAITS);

        assertThat(queue.takeForLink()).as("the link has a").contains(List.of(b));
        assertThat(queue.isStraight()).isFalse();
        assertThat(queue.takeForLink()).isEmpty();
        assertThat(queue.add(c, true)).isEqualTo(Way.TO_THE_LINK);
    }

    @Test
    void aLinkThatIsLostHasItsMessagesWrittenFirst() {
        queue.add(a, true);
        queue.add(b, true);

        assertThat(queue.add(c, false)).isEqualTo(Way.WAITS);

        assertThat(queue.takeForDisk()).containsExactly(a, b, c);
    }
}
