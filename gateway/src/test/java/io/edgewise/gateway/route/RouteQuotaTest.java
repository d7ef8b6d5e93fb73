// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import static io.edgewise.gateway.fake.Publishes.on;
import static io.edgewise.gateway.fake.Publishes.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.gateway.config.PublisherQuota;
import io.edgewise.gateway.delivery.DeadLetterReason;
import io.edgewise.gateway.fake.FakeInConnection;
import io.edgewise.gateway.fake.PipelineDriver;
import io.edgewise.gateway.fake.Routes;
import io.edgewise.gateway.mqtt.TopicTemplate;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One chatty terminal does not starve the others.
class RouteQuotaTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    private Path state;

    private final FakeInConnection connection = FakeInConnection.first("a");

    private PipelineDriver driver() {
        PipelineDriver driver = PipelineDriver.of(
                Routes.chat().quota(2, Duration.ofSeconds(10), "{1}").window(100), state);
        driver.inference().answersAtOnce();
        return driver;
    }

    @Test
    void theSurplusOfAPublisherBecomesDeadLetters() {
        PipelineDriver driver = driver();
        for (int i = 1; i <= 3; i++) {
            driver.receive(connection, on("terminals/7/text", i, "hello"));
        }
        driver.receive(connection, on("terminals/8/text", 4, "hello"));

        assertThat(driver.results())
                .extracting(r -> r.topic().value())
                .containsExactly("moderation/7", "moderation/7", "moderation/8");
        assertThat(driver.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(user(letter, "reason")).containsExactly("quota");
            assertThat(user(letter, "detail"))
                    .containsExactly("its publisher sent more than 2 messages in 10000 ms (quota)");
        });
        assertThat(connection.acknowledged()).containsExactly(1, 2, 3, 4);
        assertThat(driver.metrics().deadLetterReasons()).containsExactly(DeadLetterReason.QUOTA);
    }

    @Test
    void whoWaitsMaySendAgain() {
        PipelineDriver driver = driver();
        driver.receive(connection, on("terminals/7/text", 1, "hello"));
        driver.receive(connection, on("terminals/7/text", 2, "hello"));
        driver.advance(Duration.ofSeconds(5));
        driver.receive(connection, on("terminals/7/text", 3, "hello"));
        driver.receive(connection, on("terminals/7/text", 4, "hello"));

        assertThat(driver.results()).hasSize(3);
        assertThat(driver.deadLetters()).hasSize(1);
    }

    @Test
    void inAnyWhileNotMoreThanAFullBucketAndWhatWasRefilledGoesThrough() {
        PublisherBuckets buckets =
                new PublisherBuckets(new PublisherQuota(10, Duration.ofSeconds(10), TopicTemplate.parse("{topic}")));

        int within = 0;
        for (long now = 0; now < 100 * SECOND; now += SECOND / 10) {
            within += buckets.take("a", now) ? 1 : 0;
        }

        assertThat(within).isBetween(108, 110);
    }

    @Test
    void publishersThatWereForgottenBeginAnew() {
        PublisherBuckets buckets =
                new PublisherBuckets(new PublisherQuota(1, Duration.ofDays(1), TopicTemplate.parse("{topic}")));
        assertThat(buckets.take("first", 0)).isTrue();
        assertThat(buckets.take("first", 1)).isFalse();

        for (int i = 0; i < PublisherBuckets.MOST; i++) {
            buckets.take("p" + i, 2);
        }

        assertThat(buckets.take("first", 3)).isTrue();
    }
}
