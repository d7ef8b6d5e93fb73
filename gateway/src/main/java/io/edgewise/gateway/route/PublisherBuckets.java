// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.route;

import io.edgewise.gateway.config.PublisherQuota;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what each publisher of a route has sent, as a bucket that holds a quota's messages and is refilled
/// evenly.
///
/// Remembers the last [#MOST] publishers; one that was forgotten begins with a full bucket. Confined to the
/// event loop of its route.
final class PublisherBuckets {
    static final int MOST = 10_000;

    /// @param left messages that may come now, a fraction among them
    /// @param nanos when that was so
    private record Bucket(double left, long nanos) {}

    private final PublisherQuota quota;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    PublisherBuckets(PublisherQuota quota) {
        this.quota = quota;
    }

    /// A message of a publisher came.
    ///
    /// @return whether it is within the quota
    boolean take(String publisher, long nowNanos) {
        Bucket before = buckets.getOrDefault(publisher, new Bucket(quota.messages(), nowNanos));
        double refilled = (nowNanos - before.nanos())
                * (double) quota.messages()
                / quota.per().toNanos();
        double left = Math.min(quota.messages(), before.left() + refilled);
        boolean within = left >= 1;
        buckets.put(publisher, new Bucket(within ? left - 1 : left, nowNanos));
        return within;
    }
}
