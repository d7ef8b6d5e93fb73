// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.bundle.Bundle;
import io.edgewise.inference.bundle.BundleDescriptor;
import io.edgewise.testkit.bundle.TinyBundles;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task is made once for each bundle, however often it is described.
class TaskFactoryTest {
    @TempDir
    Path folder;

    private final AtomicInteger made = new AtomicInteger();
    private final TaskFactory<Moderation> factory = new TaskFactory<>(bundle -> {
        made.incrementAndGet();
        return new ModerationTask(bundle, Map.of());
    });

    private BundleDescriptor described(String version) {
        return Bundle.describe(TinyBundles.moderation()
                .describing(bundle -> bundle.put("version", version))
                .writeTo(folder.resolve(version)));
    }

    @Test
    void anotherDescriptionOfTheSameBundleHasTheSameTask() {
        BundleDescriptor bundle = described("1.2.3");
        BundleDescriptor again = Bundle.describe(folder.resolve("1.2.3"));
        assertThat(again).isEqualTo(bundle).isNotSameAs(bundle);

        TextTask<Moderation> task = factory.on(bundle);

        assertThat(factory.on(again)).isSameAs(task);
        assertThat(factory.on(bundle)).isSameAs(task);
        assertThat(made).hasValue(1);
    }

    @Test
    void anotherVersionHasATaskOfItsOwn() {
        TextTask<Moderation> before = factory.on(described("1.2.3"));

        assertThat(factory.on(described("1.2.4"))).isNotSameAs(before);
        assertThat(made).hasValue(2);
    }
}
