// SPDX-License-Identifier: Apache-2.0
package io.edgewise.testkit.server;

import java.util.List;

/// Whether a Topic Filter matches a Topic Name (MQTT 5.0 section 4.7). Shared Subscriptions are matched by their
/// filter.
final class TopicFilters {
    private static final String SHARE = "$share/";

    private TopicFilters() {}

    static boolean matches(String filter, String topic) {
        if (filter.startsWith(SHARE)) {
            return matches(filter.substring(filter.indexOf('/', SHARE.length()) + 1), topic);
        }
        if (topic.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"))) {
            return false;
        }
        return matches(levels(filter), levels(topic));
    }

    private static boolean matches(List<String> filter, List<String> topic) {
        for (int i = 0; i < filter.size(); i++) {
            String level = filter.get(i);
            if (level.equals("#")) {
                return true;
            }
            if (i >= topic.size() || (!level.equals("+") && !level.equals(topic.get(i)))) {
                return false;
            }
        }
        return filter.size() == topic.size();
    }

    private static List<String> levels(String path) {
        return List.of(path.split("/", -1));
    }
}
