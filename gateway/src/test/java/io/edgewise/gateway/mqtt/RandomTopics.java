// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Short topics and filters over few words, so that they often match each other.
final class RandomTopics {
    private static final String[] WORDS = {"a", "b", "", "c"};

    private RandomTopics() {}

    static TopicName topic(SplittableRandom random) {
        List<String> levels = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            levels.add(WORDS[random.nextInt(WORDS.length)]);
        }
        String topic = String.join("/", levels);
        return new TopicName(topic.isEmpty() ? "a" : topic);
    }

    static TopicFilter filter(SplittableRandom random) {
        List<String> levels = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            levels.add(random.nextInt(3) == 0 ? "+" : WORDS[random.nextInt(WORDS.length)]);
        }
        if (random.nextInt(4) == 0) {
            levels.set(count - 1, "#");
        }
        String filter = String.join("/", levels);
        return TopicFilter.parse(filter.isEmpty() ? "+" : filter);
    }

    static String template(SplittableRandom random, int wildcards) {
        StringBuilder template = new StringBuilder();
        int pieces = 1 + random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            template.append(
                    switch (random.nextInt(7)) {
                        case 0 -> "{topic}";
                        case 1 -> "{gateway}";
                        case 2, 3 -> wildcards == 0 ? "x" : "{" + (1 + random.nextInt(wildcards)) + "}";
                        case 4 -> "/";
                        case 5 -> "/y/";
                        default -> "x";
                    });
        }
        return template.toString();
    }
}
